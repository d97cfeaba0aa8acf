@echo off
rem Wenmai. Builds itself on first use and after a change of its sources, then starts without Maven; see the file "wenmai",
rem its twin for POSIX shells, for the reasons. Checked by reading against that file only: it has not run on Windows yet.
rem Simpler than its twin: one build folder (close running programs before a rebuild), no search for a JDK beyond JAVA_HOME
rem and the PATH, and a lock that a killed build leaves behind for the user to remove. MAVEN_ARGS, the build's arguments, is kept
rem likewise; none are had again by removing target\run, for here a variable cannot be empty.
setlocal EnableExtensions DisableDelayedExpansion
for /f "tokens=2 delims=:" %%c in ('chcp') do set "codepage=%%c"
chcp 65001 >nul
set "root=%~dp0"
set "root=%root:~0,-1%"
set "run=%root%\target\run"
if not defined WENMAI_LANG for /f "tokens=3" %%l in ('reg query "HKCU\Control Panel\International" /v LocaleName 2^>nul') do set "WENMAI_LANG=%%l"
if not defined WENMAI_LANG set "WENMAI_LANG=en"
set "OMP_WAIT_POLICY=PASSIVE"
set "code=1"
if "%~1"=="--lang" if "%~3"=="java" (
  set "WENMAI_LANG=%~2"
  shift
  shift
)
if "%~1"=="java" if not exist "%~2" (
  call :say "There is no file %~2. Programs to begin with are in %root%\examples." "没有文件 %~2。可以从 %root%\examples 中的程序开始。"
  set "code=2"
  goto end
)

call :find_jdk
if not defined jdk (
  call :say "no JDK 25 or newer found. Install one and set JAVA_HOME to its folder." "没有找到 JDK 25 或更新的版本。请安装，并把 JAVA_HOME 设为它的目录。"
  goto end
)
set "work=--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:GCTimeRatio=1 -XX:CompileCommand=quiet -XX:CompileCommand=CompileThresholdScaling,wenmai.tensor.kernel.*::*,0.05 -XX:CompileCommand=dontinline,wenmai.tensor.kernel.Vectors::* -XX:CompileCommand=dontinline,wenmai.tensor.kernel.Quantize::* -XX:CompileCommand=dontinline,wenmai.tensor.kernel.ScoreTile::*"
set "light=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
call :is_current
if errorlevel 1 call :build
if errorlevel 1 goto end

set "flags=%work%"
for %%v in (pretrain bench plan quickstart) do if "%~1"=="%%v" set "flags=%work% -XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining -XX:+UseParallelGC -Xms32m"
set "cache=-XX:AOTCache=%run%\wenmai.aot"
if "%~1"=="" set "flags=%light%"
for %%a in (%*) do (
  if "%%~a"=="--help" set "flags=%light%"
  if "%%~a"=="-h" set "flags=%light%"
  if "%%~a"=="--version" set "flags=%light%"
  if "%%~a"=="-V" set "flags=%light%"
)
if "%flags%"=="%light%" set "cache=-XX:SharedArchiveFile=%run%\wenmai.jsa"
if "%~1"=="java" (call :java %2 %3 %4 %5 %6 %7 %8 %9) else call :java "%cache%" wenmai.cli.Wenmai %*
set "code=%errorlevel%"
goto end

:java
"%jdk%\bin\java" %flags% -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Dorg.bytedeco.javacpp.maxBytes=0 -Dorg.bytedeco.javacpp.nopointergc=true "-Dorg.bytedeco.javacpp.cachedir=%root%\.wenmai\natives" "-Dwenmai.home=%root%" -Xlog:disable -Xlog:all=error:stderr -Xlog:cds*=off:stderr -Xlog:aot*=off:stderr -cp "%run%\lib\*" %WENMAI_JAVA_OPTS% %*
exit /b %errorlevel%

:find_jdk
set "jdk="
if defined JAVA_HOME call :try_jdk "%JAVA_HOME%"
if not defined jdk for /f "delims=" %%j in ('where javac 2^>nul') do if not defined jdk call :try_jdk "%%~dpj.."
exit /b 0

:try_jdk
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "tokens=2 delims==." %%v in ('findstr /b JAVA_VERSION= "%~1\release"') do for /f "tokens=1 delims=-" %%m in ("%%~v") do call :try_major "%~1" %%m
exit /b 0

:try_major
set "major=%~2"
set "major=%major:"=%"
if %major% geq 25 set "jdk=%~1"
exit /b 0

:is_current
set "kept="
if exist "%run%\maven-args" set /p kept=<"%run%\maven-args"
if not exist "%run%\stamp" exit /b 1
if defined MAVEN_ARGS if not "%MAVEN_ARGS%"=="%kept%" exit /b 1
powershell -NoProfile -Command "$t=(Get-Item -LiteralPath $env:run\stamp).LastWriteTime; $s='wenmai.cmd','pom.xml','library\pom.xml','app\pom.xml','library\src\main','app\src\main' | ForEach-Object { Join-Path $env:root $_ }; if ((Get-Item -LiteralPath $s) + (Get-ChildItem -LiteralPath $s -Recurse) | Where-Object LastWriteTime -gt $t) { exit 1 }"
exit /b %errorlevel%

:build
where mvn >nul 2>nul
if errorlevel 1 (
  call :say "Maven (mvn) is needed to build. Install it and add it to the PATH." "构建需要 Maven（mvn）。请先安装，并加入 PATH。"
  exit /b 1
)
if not exist "%root%\target" mkdir "%root%\target"
set "waiting="
:wait
mkdir "%root%\target\lock" 2>nul && goto locked
if not defined waiting call :say "another start is building; waiting for it (if none is, remove %root%\target\lock)" "另一个进程正在构建；等待中（如果并没有，请删除 %root%\target\lock）"
set "waiting=yes"
ping -n 2 127.0.0.1 >nul
goto wait
:locked
call :is_current
if not errorlevel 1 goto unlock
set "arguments=%kept%"
if defined MAVEN_ARGS set "arguments=%MAVEN_ARGS%"
call :say "building; Maven fetches up to 200 MB into its own cache the first time (with -Pcuda 460 MB more). One to four minutes." "正在构建；首次会下载至多 200 MB 到 Maven 自己的缓存（用 -Pcuda 时另需 460 MB）。需要一到四分钟。"
if exist "%run%" rmdir /s /q "%run%"
mkdir "%run%"
type nul >"%run%\stamp.new"
>"%run%\maven-args" echo(%arguments%
set "MAVEN_ARGS="
del /q "%root%\library\target\*.jar" "%root%\app\target\*.jar" 2>nul
set "JAVA_HOME=%jdk%"
pushd "%root%"
call mvn -q -B %arguments% -DskipChecks -pl library,app process-classes jar:jar dependency:copy-dependencies -DincludeScope=runtime -Dmdep.useBaseVersion=true "-DoutputDirectory=%run%\lib" >"%run%\build.log" 2>&1
set "failed=%errorlevel%"
popd
if not "%failed%"=="0" (
  type "%run%\build.log" >&2
  call :say "the build failed; the lines above are Maven's." "构建失败；以上是 Maven 的输出。"
  rmdir "%root%\target\lock"
  exit /b 1
)
copy /y "%root%\app\target\*.jar" "%run%\lib" >nul
copy /y "%root%\library\target\*.jar" "%run%\lib" >nul
set "flags=%light%"
call :java "-XX:ArchiveClassesAtExit=%run%\wenmai.jsa" wenmai.cli.Wenmai --help >nul 2>nul
set "flags=%work%"
call :java "-XX:AOTCacheOutput=%run%\wenmai.aot" wenmai.cli.Rehearsal "%root%\README.md" "%run%\rehearsal" >nul 2>nul
rmdir /s /q "%run%\rehearsal" 2>nul
ren "%run%\stamp.new" stamp
:unlock
rmdir "%root%\target\lock"
exit /b 0

:say
if /i "%WENMAI_LANG:~0,2%"=="zh" (echo wenmai: %~2 >&2) else (echo wenmai: %~1 >&2)
exit /b 0

:end
chcp %codepage% >nul
exit /b %code%
