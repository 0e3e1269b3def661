package io.cdcpipeline.operator.real;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Silences the mock API server, and stops the real one after the last test class. */
public final class RealApiListener implements LauncherSessionListener {
  /** Logs every request; kept here because java.util.logging holds loggers weakly. */
  private static final Logger MOCK_SERVER = Logger.getLogger("io.fabric8.mockwebserver");

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    MOCK_SERVER.setLevel(Level.WARNING);
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    RealApi.stop();
  }
}
