package io.cdcpipeline.operator.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteExecutorsTest {
  private static final int A_MINUTE = 60;
  private final RemoteExecutors lanes = new RemoteExecutors();
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void close() {
    lanes.close();
  }

  @Test
  void aHundredCallsThatHangLeaveAThreadForOneThatDoesNot() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      lanes.quick().execute(this::hang);
    }
    var healthy = new CountDownLatch(1);
    lanes.quick().execute(healthy::countDown);

    assertThat(healthy.await(A_MINUTE, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void callsThatHungBeforeBlockNoOthers() throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      lanes.slow().execute(this::hang);
    }
    var healthy = new CountDownLatch(1);
    lanes.quick().execute(healthy::countDown);

    assertThat(healthy.await(A_MINUTE, TimeUnit.SECONDS)).isTrue();
  }

  private void hang() {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
