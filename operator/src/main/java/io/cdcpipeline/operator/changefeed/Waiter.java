package io.cdcpipeline.operator.changefeed;

import java.time.Duration;

/** Lets time pass between two looks at TiCDC, on a background thread. */
interface Waiter {
  void pause(Duration duration) throws InterruptedException;
}
