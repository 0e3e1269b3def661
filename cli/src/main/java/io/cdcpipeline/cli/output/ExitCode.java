package io.cdcpipeline.cli.output;

/** What the process ends with; docs/cli.md lists them, and scripts compare them. */
public final class ExitCode {
  /** Done, and the answer is yes. */
  public static final int OK = 0;

  /** Asked and answered with no: not ready, invalid, failed. */
  public static final int NO = 1;

  /** Wrong arguments. */
  public static final int USAGE = 2;

  /** The cluster could not be asked: kubeconfig, connection, rights, or nothing of that name. */
  public static final int UNAVAILABLE = 3;

  /** Not within {@code --timeout}. */
  public static final int TIMEOUT = 4;

  private ExitCode() {}
}
