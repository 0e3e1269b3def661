package io.cdcpipeline.local.demo;

/** The demo cannot continue; the message is one line that says what is wrong and how to fix it. */
public final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int FAILED = 1;
  private static final int USAGE = 64;
  private static final int BUSY = 75;

  private final int exitCode;

  private DemoException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public static DemoException failed(String message) {
    return new DemoException(FAILED, message, null);
  }

  static DemoException failed(String message, Throwable cause) {
    return new DemoException(FAILED, message, cause);
  }

  static DemoException usage(String message) {
    return new DemoException(USAGE, message + " `make demo ARGS=--help` lists them.", null);
  }

  static DemoException busy(String message) {
    return new DemoException(BUSY, message, null);
  }

  public int exitCode() {
    return exitCode;
  }
}
