package wenmai.cli;

/// What one verb of the command line does. A verb is a class with picocli's `@Command(name = …)` and its options as
/// fields, listed among the subcommands of `Wenmai` (or of a group such as `tokenizer`); its help texts are
/// `wenmai.VERB.…` in `help.properties` and `help_zh.properties`.
///
/// Returning is success. What goes wrong is thrown: `BadInput` ends with exit code 2, `Failure` and everything else
/// with 1. A verb that can stop between two steps asks `interrupts.requested()` there, cleans up and returns.
@FunctionalInterface
interface Verb {
  void run(Console console, Interrupts interrupts) throws Exception;
}
