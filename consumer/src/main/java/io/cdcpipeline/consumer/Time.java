package io.cdcpipeline.consumer;

import java.util.function.LongSupplier;

/**
 * The clocks of the process. Every span is measured with {@code nanoTime}, because the wall clock
 * may step either way; {@code epochMillis} is for timestamps only.
 */
record Time(LongSupplier nanoTime, LongSupplier epochMillis) {
  static final Time SYSTEM = new Time(System::nanoTime, System::currentTimeMillis);

  long nanos() {
    return nanoTime.getAsLong();
  }

  long millis() {
    return epochMillis.getAsLong();
  }
}
