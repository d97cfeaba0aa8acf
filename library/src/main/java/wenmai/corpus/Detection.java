package wenmai.corpus;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which encoding bytes are in, and how many bytes its byte order mark takes.
///
/// Where no mark says it, every encoding reads the bytes, and the one wins whose reading looks most like text: common
/// Chinese characters and punctuation count for it, rare and undecodable ones against it ([Plausibility]). So one
/// stray byte does not turn a UTF-8 file into another one, and bytes in which nobody reads text are binary. At most
/// 64 KiB are looked at, from the first byte on that is not ASCII; they may begin and end in the middle of a character.
///
/// Cost: ten decodings of the sample. The measured share of right answers is printed by `EncodingDataTest`.
public record Detection(Encoding encoding, int markBytes) {
  private static final int SAMPLE = 64 << 10;
  private static final double SKIPPED_BYTE = -0.5;
  private static final double DOUBT = -1.5;     // three rare characters are not yet binary

  /// The encoding of `bytes`, or nothing where they are no text.
  public static Optional<Detection> of(byte[] bytes) {
    if (Magic.isBinary(bytes)) {
      return Optional.empty();
    }
    return marked(bytes).or(() -> guessed(sample(bytes)).map(encoding -> new Detection(encoding, 0)));
  }

  /// The text of `bytes`; U+FFFD stands where they cannot be decoded.
  public String decode(byte[] bytes) {
    return new String(bytes, markBytes, bytes.length - markBytes, encoding.charset());
  }

  /// What a byte order mark says.
  static Optional<Detection> marked(byte[] b) {
    if (startsWith(b, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(new Detection(Encoding.UTF_8, 3));
    }
    if (startsWith(b, 0xFF, 0xFE)) {
      return Optional.of(new Detection(Encoding.UTF_16LE, 2));
    }
    if (startsWith(b, 0xFE, 0xFF)) {
      return Optional.of(new Detection(Encoding.UTF_16BE, 2));
    }
    if (startsWith(b, 0x84, 0x31, 0x95, 0x33)) {
      return Optional.of(new Detection(Encoding.GB18030, 4));
    }
    return Optional.empty();
  }

  static boolean startsWith(byte[] bytes, int... start) {
    for (int i = 0; i < start.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != start[i]) {
        return false;
      }
    }
    return true;
  }

  /// From the character before the first byte that tells encodings apart, for the neighbours count; at an even place, so
  /// that UTF-16 stays in step.
  private static byte[] sample(byte[] bytes) {
    int from = 0;
    while (from < bytes.length && bytes[from] > 0) {
      from++;
    }
    from = Math.max(0, from - 1) & ~1;
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + SAMPLE));
  }

  private static Optional<Encoding> guessed(byte[] sample) {
    if (isAscii(sample)) {
      return Optional.of(Encoding.UTF_8);
    }
    boolean zeros = contains(sample, (byte) 0);
    double best = DOUBT;
    Optional<Encoding> winner = Optional.empty();
    for (Encoding encoding : List.of(Encoding.values())) {
      double score = zeros && !encoding.isUtf16() ? DOUBT : score(sample, encoding);
      if (score > best) {
        best = score;
        winner = Optional.of(encoding);
      }
    }
    return winner;
  }

  private static double score(byte[] sample, Encoding encoding) {
    int start = encoding == Encoding.UTF_8 ? continuationBytes(sample) : 0;
    double best = Double.NEGATIVE_INFINITY;
    for (int phase = 0; phase < encoding.phases() && phase < sample.length; phase++) {
      best = Math.max(best, Plausibility.of(read(sample, start + phase, encoding), encoding) + phase * SKIPPED_BYTE);
    }
    return best;
  }

  /// What the encoding reads from `start` on; a character that the end cuts off is left out.
  private static CharBuffer read(byte[] sample, int start, Encoding encoding) {
    CharsetDecoder decoder = encoding.charset().newDecoder()
        .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
    var text = CharBuffer.allocate(sample.length - start);
    decoder.decode(ByteBuffer.wrap(sample, start, sample.length - start), text, false);
    return text.flip();
  }

  /// The bytes (at most 3) at the start that end a UTF-8 character which began before: 10xxxxxx.
  private static int continuationBytes(byte[] sample) {
    int n = 0;
    while (n < Math.min(3, sample.length) && (sample[n] & 0xC0) == 0x80) {
      n++;
    }
    return n;
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b <= 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(byte[] bytes, byte wanted) {
    for (byte b : bytes) {
      if (b == wanted) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return markBytes == 0 ? encoding.toString() : encoding + " with BOM";
  }
}
