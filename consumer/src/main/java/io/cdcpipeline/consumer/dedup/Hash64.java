package io.cdcpipeline.consumer.dedup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 64-bit hash, 8 bytes at a time, each step a 128-bit multiplication folded to 64 bits (the
 * mixing step of wyhash). The probability that any two of a million texts collide is 1 in 37
 * million.
 */
public final class Hash64 {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long P0 = 0xa0761d6478bd642fL;
  private static final long P1 = 0xe7037ed1a0b428dbL;

  private Hash64() {}

  public static long of(byte[] bytes, int length) {
    long hash = P0 ^ length;
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      hash = mix(hash ^ (long) EIGHT_BYTES.get(bytes, i), P1);
    }
    long tail = 0;
    for (; i < length; i++) {
      tail = (tail << 8) | (bytes[i] & 0xff);
    }
    return mix(mix(hash ^ tail, P1) ^ P0, P1);
  }

  private static long mix(long a, long b) {
    return Math.multiplyHigh(a, b) ^ a * b;
  }
}
