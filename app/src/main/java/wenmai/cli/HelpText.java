package wenmai.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import wenmai.message.Lang;

/// The verbs with their help in one language. All its words stand in `help.properties` and `help_zh.properties`; only
/// the two labels of the synopsis, which picocli writes itself, are translated here.
final class HelpText {
  private static final int COLUMNS = 100;

  private HelpText() {}

  static CommandLine commands(Lang lang) {
    var commands = new CommandLine(new Wenmai());
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.registerConverter(Path.class, HelpText::path);
    commands.setUsageHelpWidth(COLUMNS);
    dress(commands, bundle(lang), lang);
    return commands;
  }

  /// An empty path would be the current folder, which nobody means who gives a variable that is not set.
  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("empty");
    }
    return Path.of(text);
  }

  static ResourceBundle bundle(Lang lang) {
    return ResourceBundle.getBundle("wenmai.cli.help", lang == Lang.ZH ? Locale.CHINESE : Locale.ROOT,
        Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
  }

  /// Prints the help or version asked for; a call without any verb asks for help too.
  static boolean printIfAsked(ParseResult parsed, Console console) {
    var command = parsed.asCommandLineList().getLast();
    if (command.isVersionHelpRequested()) {
      console.print("wenmai " + version() + " (Java " + Runtime.version() + ")");
      return true;
    }
    WrongUsage.requireVerbs(command);
    if (command.isUsageHelpRequested() || !parsed.hasSubcommand()) {
      command.usage(console.out(), colours(console));
      return true;
    }
    return false;
  }

  static Help.ColorScheme colours(Console console) {
    return Help.defaultColorScheme(console.screen().out() && console.screen().colours() ? Ansi.ON : Ansi.OFF);
  }

  /// The jar knows its version; a folder of classes does not.
  static String version() {
    String version = Wenmai.class.getPackage().getImplementationVersion();
    return version == null ? "(classes)" : version;
  }

  private static void dress(CommandLine command, ResourceBundle bundle, Lang lang) {
    var usage = command.getCommandSpec().resourceBundle(bundle).usageMessage();
    usage.abbreviateSynopsis(true).sortOptions(false).adjustLineBreaksForWideCJKCharacters(true).longOptionsMaxWidth(26);
    if (lang == Lang.ZH) {
      usage.synopsisSubcommandLabel("[动词]");
      command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_SYNOPSIS,
          help -> help.synopsis(help.synopsisHeadingLength()).replace("[OPTIONS]", "[选项]"));
    } else {
      usage.synopsisSubcommandLabel("[VERB]");
    }
    command.getSubcommands().values().forEach(verb -> dress(verb, bundle, lang));
  }
}
