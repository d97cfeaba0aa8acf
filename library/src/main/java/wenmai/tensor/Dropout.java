package wenmai.tensor;

/// Zeroes each value with probability `rate` and divides the rest by 1 − rate. The same seed drops the same values, so
/// that a pass can be run again. Srivastava 2014.
public record Dropout(double rate, Seed seed) {
  public static final Dropout NONE = new Dropout(0, new Seed(0));

  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout (" + rate + ") must be from 0 to below 1");
    }
  }

  public boolean active() {
    return rate > 0;
  }
}
