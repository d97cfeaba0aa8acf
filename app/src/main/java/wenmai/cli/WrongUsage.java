package wenmai.cli;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.message.Nearest;
import wenmai.message.Problem;

/// What is wrong with a command line, in both languages: picocli knows what, but says it in English alone.
final class WrongUsage {
  private WrongUsage() {}

  static Problem of(ParameterException e) {
    if (e.getCause() instanceof Problem problem) {
      return problem;
    }
    var what = switch (e) {
      case UnmatchedArgumentException unmatched -> unknown(e.getCommandLine(), unmatched.getUnmatched().getFirst());
      case MissingParameterException missing -> missing.getCommandLine().getUnmatchedArguments().stream().findFirst()
          .map(typed -> unknown(missing.getCommandLine(), typed)).orElseGet(() -> missing(missing));
      case OverwrittenOptionException twice ->
          Message.of("%s is given twice", "%s 给出了两次", name(twice.getOverwritten()));
      default -> e.getArgSpec() == null ? Message.of("not understood: %s", "无法理解：%s", String.valueOf(e.getMessage()))
          : invalid(e.getArgSpec(), String.valueOf(e.getValue()));
    };
    return error(e.getCommandLine(), what);
  }

  /// Beside a wish for help, picocli takes no offence at words that it does not know.
  ///
  /// @throws BadInput where a group of verbs has none of that name
  static void requireVerbs(CommandLine group) {
    if (!group.getSubcommands().isEmpty() && !group.getUnmatchedArguments().isEmpty()) {
      throw error(group, unknown(group, group.getUnmatchedArguments().getFirst()));
    }
  }

  /// A group of verbs that was called without one.
  static Problem noVerb(CommandLine group) {
    String verbs = String.join(", ", group.getSubcommands().keySet());
    return error(group, Message.of("a verb is missing; known: %s", "缺少动词；可用的有：%s", verbs));
  }

  private static BadInput error(CommandLine command, Message what) {
    String verb = command.getCommandSpec().qualifiedName();
    return new BadInput("%1$s. Help: %3$s --help", "%2$s。帮助：%3$s --help", what.en(), what.zh(), verb);
  }

  private static Message unknown(CommandLine command, String typed) {
    if (typed.startsWith("-")) {
      String option = typed.split("=", 2)[0];
      return suggest(Message.of("unknown option %s", "未知的选项 %s", option), option,
          command.getCommandSpec().optionsMap().keySet());
    }
    return command.getSubcommands().isEmpty() ? Message.of("unexpected argument '%s'", "多余的参数“%s”", typed)
        : suggest(Message.of("unknown verb '%s'", "未知的动词“%s”", typed), typed, command.getSubcommands().keySet());
  }

  private static Message suggest(Message what, String typed, Collection<String> known) {
    return Nearest.to(typed, known)
        .map(near -> Message.of("%1$s (did you mean %3$s?)", "%2$s（是否想用 %3$s？）", what.en(), what.zh(), near))
        .orElse(what);
  }

  private static Message missing(MissingParameterException e) {
    var arg = e.getMissing().getFirst();
    boolean valueOnly = arg.isOption() && !String.valueOf(e.getMessage()).startsWith("Missing required option");
    String names = e.getMissing().stream().map(WrongUsage::name).collect(Collectors.joining(", "));
    return valueOnly ? Message.of("%s needs a value: %s", "%s 需要一个值：%s", name(arg), arg.paramLabel())
        : Message.of("missing: %s", "缺少：%s", names);
  }

  private static Message invalid(ArgSpec arg, String value) {
    Class<?> type = arg.type();
    if (type.isEnum()) {
      String known = Arrays.stream(type.getEnumConstants()).map(c -> c.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));
      return Message.of("%s: '%s' is none of %s", "%s：“%s”不是以下之一：%s", name(arg), value, known);
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return Message.of("%s: '%s' is not a whole number in range", "%s：“%s”不是范围内的整数", name(arg), value);
    }
    if (type == double.class || type == float.class || type == Double.class || type == Float.class) {
      return Message.of("%s: '%s' is not a number", "%s：“%s”不是数字", name(arg), value);
    }
    if (value.isEmpty()) {
      return Message.of("%s is empty: give a value", "%s 为空：请给出值", name(arg));
    }
    return Message.of("%s: '%s' is not a valid value", "%s：“%s”不是有效的值", name(arg), value);
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : Ansi.OFF.string(arg.paramLabel());
  }
}
