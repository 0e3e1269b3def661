package io.cdcpipeline.testkit.waiting;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a test awaits without a time of its own may take a minute, not Awaitility's ten seconds:
 * tests of several modules run at once, and a condition that holds costs nothing more.
 */
public final class AwaitTimeout implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
  }
}
