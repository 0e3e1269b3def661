package io.cdcpipeline.operator.real;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Stops the real API server after the last test class. */
public final class RealApiListener implements LauncherSessionListener {
  @Override
  public void launcherSessionClosed(LauncherSession session) {
    RealApi.stop();
  }
}
