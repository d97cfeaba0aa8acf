package wenmai.cli;

/// The command line's entry.
public final class Wenmai {
  private Wenmai() {}

  public static void main(String[] args) {
  }
}
