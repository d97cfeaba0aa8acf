package wenmai.cli;

import sun.misc.Signal;

/// SIGINT (Ctrl-C) and SIGTERM. The first one lets a verb that asks `requested()` finish its step and clean up; a
/// verb that never asked is ended at once, and so is every verb by the second signal. The exit code is 128 + the
/// signal's number.
///
/// Signals and not a shutdown hook, because hooks run beside the verb, in any order, while its files and tensors are
/// closing, and cannot see a second Ctrl-C.
final class Interrupts {
  private static final int FATAL = 128;
  private volatile boolean asked;
  private volatile int signal;

  /// From now on the process's signals come here.
  void listen() {
    for (String name : new String[] {"INT", "TERM"}) {
      Signal.handle(new Signal(name), s -> receive(s.getNumber()));
    }
  }

  /// Should the verb stop after this step?
  boolean requested() {
    asked = true;
    return signal != 0;
  }

  /// The code to end with: that of the signal when an otherwise successful verb was stopped by one.
  int exitCode(int code) {
    return code == 0 && signal != 0 ? FATAL + signal : code;
  }

  private void receive(int number) {
    if (signal != 0) {
      Runtime.getRuntime().halt(FATAL + number);
    }
    signal = number;
    if (!asked) {
      System.exit(FATAL + number);
    }
  }
}
