package wenmai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.message.BadInput;
import wenmai.message.Failure;
import wenmai.message.Lang;

class WenmaiTest {
  @Command
  static final class Throws implements Verb {
    private final Throwable thrown;

    Throws(Throwable thrown) {
      this.thrown = thrown;
    }

    @Override
    public void run(Console console, Interrupts interrupts) throws Exception {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    }
  }

  @Command
  static final class Write implements Verb {
    @Parameters(paramLabel = "MODEL")
    private String model = "";
    @Option(names = "--max-tokens", required = true, paramLabel = "N")
    private int tokens;
    @Option(names = "--rate", paramLabel = "R")
    private double rate;

    @Override
    public void run(Console console, Interrupts interrupts) {
      console.print(model + tokens + rate);
    }
  }

  @Command(subcommands = Doctor.class)
  static final class Group {}

  private static Ran failing(Lang lang, Throwable thrown, String... more) {
    var args = new ArrayList<>(List.of("fail"));
    args.addAll(List.of(more));
    return Ran.in(lang, Map.of("fail", new Throws(thrown)), args.toArray(String[]::new));
  }

  private static Ran writing(Lang lang, String... args) {
    return Ran.in(lang, Map.of("write", new Write()), args);
  }

  @Test
  void helpAndVersionEndWithZero() {
    assertThat(Ran.in(Lang.EN).out()).contains("Usage: wenmai [OPTIONS] [VERB]")
        .isEqualTo(Ran.in(Lang.EN, "--help").out());
    assertThat(Ran.in(Lang.EN).code()).isZero();
    assertThat(Ran.in(Lang.ZH, "shell", "--help").out()).contains("用法：wenmai shell [选项]");
    assertThat(Ran.in(Lang.EN, "--version")).matches(ran -> ran.code() == 0 && ran.out().startsWith("wenmai "));
  }

  @Test
  void badInputEndsWithTwoInTheLanguageOfTheUser() {
    var thrown = new BadInput("rate (%d) is wrong", "速率（%d）不对", 7);
    assertThat(failing(Lang.EN, thrown))
        .isEqualTo(new Ran(2, "", "wenmai: rate (7) is wrong" + System.lineSeparator()));
    assertThat(failing(Lang.ZH, thrown)).isEqualTo(new Ran(2, "", "wenmai：速率（7）不对" + System.lineSeparator()));
  }

  @Test
  void failureEndsWithOne() {
    assertThat(failing(Lang.ZH, new Failure("disk full", "磁盘已满"))).matches(r -> r.code() == 1 && r.err()
        .contains("磁盘已满"));
    assertThat(failing(Lang.EN, new IOException("No space left on device"))).matches(r -> r.code() == 1)
        .extracting(Ran::err).asString().contains("the disk is full", "No space left", "Free some space")
        .doesNotContain("defect");
    assertThat(failing(Lang.ZH, new IOException("Input/output error"))).matches(r -> r.code() == 1 && r.err().contains("读写失败：Input/output error"));
  }

  @Test
  void aMissingFileIsBadInput() {
    var missing = new NoSuchFileException("/no/such");
    assertThat(failing(Lang.EN, missing)).matches(r -> r.code() == 2 && r.err().contains("/no/such: no such file"));
    assertThat(failing(Lang.ZH, new UncheckedIOException(missing))).matches(r -> r.code() == 2 && r.err()
        .contains("没有这个文件"));
  }

  @Test
  void whatTheUserNamedWronglyIsBadInput() {
    assertThat(failing(Lang.EN, new AccessDeniedException("folder/x"))).matches(r -> r.code() == 2 && r.err().contains("folder/x: no permission"));
    assertThat(failing(Lang.ZH, new FileAlreadyExistsException("/x"))).matches(r -> r.code() == 2 && r.err().contains("/x 已经存在"));
    assertThat(failing(Lang.EN, new NotDirectoryException("/x"))).matches(r -> r.code() == 2 && r.err().contains("/x is a file: give a folder"));
    assertThat(failing(Lang.ZH, new FileSystemException("/x", null, "Is a directory"))).matches(r -> r.code() == 2 && r.err().contains("/x 是目录"));
    assertThat(failing(Lang.EN, new FileSystemException("/x/y", null, "Not a directory"))).matches(r -> r.code() == 2 && r.err().contains("/x/y cannot be"));
  }

  @Test
  void anUnexpectedErrorShowsItsStackOnlyWithDebug() {
    var plain = failing(Lang.EN, new IllegalStateException("boom"));
    assertThat(plain.code()).isOne();
    assertThat(plain.err()).contains("unexpected: IllegalStateException: boom", "--debug").doesNotContain("\tat ");
    assertThat(failing(Lang.ZH, new IllegalStateException("boom")).err()).contains("意外错误");
    assertThat(failing(Lang.EN, new IllegalStateException("boom"), "--debug").err()).contains("\tat wenmai.cli.");
  }

  @Test
  void outOfMemorySaysWhatToChange() {
    var ran = failing(Lang.EN, new OutOfMemoryError("Java heap space"));
    assertThat(ran.code()).isOne();
    assertThat(ran.err()).contains("out of memory", "-Xmx", "smaller batch").doesNotContain("defect");
    assertThat(failing(Lang.ZH, new OutOfMemoryError("Java heap space")).err()).contains("内存不足", "-Xmx", "减小批量");
  }

  @Test
  void aMistypedVerbNamesTheNearest() {
    assertThat(Ran.in(Lang.EN, "docter")).isEqualTo(
        new Ran(2, "",
            "wenmai: unknown verb 'docter' (did you mean doctor?). Help: wenmai --help" + System.lineSeparator()));
    assertThat(Ran.in(Lang.ZH, "docter").err()).contains("未知的动词“docter”", "是否想用 doctor");
    for (var words : List.of(List.of("corpus", "claen", "--help"), List.of("corpus", "--help", "claen"))) {
      assertThat(Ran.in(Lang.EN, words.toArray(String[]::new))).as(words.toString()).isEqualTo(
          new Ran(2, "", "wenmai: unknown verb 'claen' (did you mean clean?). Help: wenmai corpus --help" + System.lineSeparator()));
    }
    assertThat(Ran.in(Lang.EN, "banana").err()).contains("unknown verb 'banana'").doesNotContain("did you mean");
  }

  @Test
  void aMistypedOptionNamesTheNearest() {
    assertThat(Ran.in(Lang.EN, "doctor", "--jsno")).matches(r -> r.code() == 2)
        .extracting(Ran::err).asString()
        .contains("unknown option --jsno", "did you mean --json", "wenmai doctor --help");
    assertThat(Ran.in(Lang.ZH, "doctor", "--jsno=1").err())
        .contains("未知的选项 --jsno（", "--json", "帮助：wenmai doctor --help");
  }

  @Test
  void aMistypedOptionIsNamedBeforeTheOneThatIsMissingForIt() {
    assertThat(writing(Lang.EN, "write", "m", "--max-token=3").err()).contains("unknown option --max-token (did you mean --max-tokens?)");
  }

  @Test
  void wrongUsageIsSaidInBothLanguages() {
    assertThat(Ran.in(Lang.EN, "doctor", "extra").err()).contains("unexpected argument 'extra'");
    assertThat(Ran.in(Lang.ZH, "doctor", "extra").err()).contains("多余的参数“extra”");
    assertThat(writing(Lang.EN, "write", "m").err()).contains("missing: --max-tokens");
    assertThat(writing(Lang.ZH, "write").err()).contains("缺少：").contains("--max-tokens", "MODEL");
    assertThat(writing(Lang.EN, "write", "m", "--max-tokens", "x").err())
        .contains("--max-tokens: 'x' is not a whole number");
    assertThat(writing(Lang.ZH, "write", "m", "--max-tokens", "x").err()).contains("--max-tokens：“x”不是范围内的整数");
    assertThat(writing(Lang.EN, "write", "m", "--max-tokens=1", "--rate=x").err())
        .contains("--rate: 'x' is not a number");
    assertThat(writing(Lang.EN, "write", "m", "--max-tokens").err()).contains("--max-tokens needs a value: N");
    assertThat(writing(Lang.ZH, "write", "m", "--max-tokens=1", "--rate").err()).contains("--rate 需要一个值：R");
    assertThat(writing(Lang.EN, "write", "m", "--max-tokens=1", "--max-tokens=2").err())
        .contains("--max-tokens is given twice");
    assertThat(writing(Lang.ZH, "write", "m", "--max-tokens=1", "--max-tokens=2").err()).contains("--max-tokens 给出了两次");
    assertThat(Ran.in(Lang.EN, "doctor", "--lang", "fr").err()).contains("--lang: 'fr' is none of en, zh");
    assertThat(Ran.in(Lang.ZH, "doctor", "--lang=fr").err()).contains("--lang：“fr”不是以下之一：en, zh");
    assertThat(writing(Lang.EN, "write", "m", "--max-tokens=3"))
        .isEqualTo(new Ran(0, "m30.0" + System.lineSeparator(), ""));
  }

  @Test
  void aGroupNeedsAVerb() {
    var commands = HelpText.commands(Lang.ZH);
    commands.addSubcommand("group", new Group());
    var parsed = commands.parseArgs("group").subcommand().commandSpec().commandLine();
    assertThat(WrongUsage.noVerb(parsed).message().zh()).contains("缺少动词", "doctor", "wenmai group --help");
  }

  @Test
  void theLanguageComesFromTheCommandLineThenTheEnvironment() {
    var zh = Map.of("LANG", "zh_CN.UTF-8");
    assertThat(Wenmai.language(List.of(), Map.of())).isEqualTo(Lang.EN);
    assertThat(Wenmai.language(List.of(), zh)).isEqualTo(Lang.ZH);
    assertThat(Wenmai.language(List.of(), Map.of("LANG", "zh_CN.UTF-8", "LC_ALL", "C"))).isEqualTo(Lang.EN);
    assertThat(Wenmai.language(List.of(), Map.of("LANG", "C", "LC_MESSAGES", "zh_TW"))).isEqualTo(Lang.ZH);
    assertThat(Wenmai.language(List.of(), Map.of("LC_ALL", "C.UTF-8", "WENMAI_LANG", "zh_CN"))).isEqualTo(Lang.ZH);
    assertThat(Wenmai.language(List.of("doctor", "--lang", "en", "--help"), zh)).isEqualTo(Lang.EN);
    assertThat(Wenmai.language(List.of("--lang=ZH", "nonsense"), Map.of())).isEqualTo(Lang.ZH);
    assertThat(Wenmai.language(List.of("write", "--", "--lang", "en"), zh)).isEqualTo(Lang.ZH);
  }
}
