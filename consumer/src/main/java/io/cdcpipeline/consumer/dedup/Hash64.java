package io.cdcpipeline.consumer.dedup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * 64 bits of a text, 8 bytes at a time, each step a 128-bit multiplication folded to 64 (the mixing
 * of wyhash). That two of a million texts meet by chance happens once in 37 million such sets.
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
