package io.cdcpipeline.consumer.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte buffer, in which event ids and lines are built. */
public final class ByteWriter {
  private static final int LARGE = 1 << 20;

  public byte[] array;
  public int length;

  public ByteWriter(int capacity) {
    array = new byte[capacity];
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public void clear() {
    length = 0;
  }

  /** Ensures room for this many more bytes, so that the caller need not check each one. */
  public void reserve(int more) {
    if (array.length - length < more) {
      // A large one grows in small steps: twice a line of 16 MiB would not fit in memory.
      int grown = array.length + (array.length < LARGE ? array.length : array.length / 8);
      array = Arrays.copyOf(array, Math.max(grown, Math.addExact(length, more)));
    }
  }

  public void put(int b) {
    reserve(1);
    array[length++] = (byte) b;
  }

  public void put(byte[] source) {
    put(source, 0, source.length);
  }

  public void put(byte[] source, int from, int to) {
    reserve(to - from);
    System.arraycopy(source, from, array, length, to - from);
    length += to - from;
  }

  public void put(ByteSpan span) {
    put(span.bytes, span.from, span.to);
  }

  public void put(String text) {
    put(utf8(text));
  }

  /** Appends a non-negative number in decimal. */
  public void putDecimal(long value) {
    reserve(20);
    int digits = 1;
    for (long power = 10; digits < 19 && value >= power; power *= 10) {
      digits++;
    }
    int i = length + digits;
    long rest = value;
    do {
      array[--i] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    length += digits;
  }

  public void putHex(byte[] source) {
    for (byte b : source) {
      put(Character.forDigit(b >> 4 & 15, 16));
      put(Character.forDigit(b & 15, 16));
    }
  }

  @Override
  public String toString() {
    return new String(array, 0, length, StandardCharsets.UTF_8);
  }
}
