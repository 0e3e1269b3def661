package io.cdcpipeline.cli.output;

/** Why a command cannot be carried out, in words for whoever typed it. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String advice;

  /**
   * The failure.
   *
   * @param message what is wrong, with the name of the file, field or object
   * @param advice what to do; "" if the message says it
   */
  public CliException(int exitCode, String message, String advice) {
    super(message);
    this.exitCode = exitCode;
    this.advice = advice;
  }

  /** The cluster cannot be asked. */
  public static CliException unavailable(String message, String advice) {
    return new CliException(ExitCode.UNAVAILABLE, message, advice);
  }

  /** The arguments are wrong. */
  public static CliException usage(String message, String advice) {
    return new CliException(ExitCode.USAGE, message, advice);
  }

  public int exitCode() {
    return exitCode;
  }

  public String advice() {
    return advice;
  }
}
