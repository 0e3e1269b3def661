package io.cdcpipeline.operator;

/** Entry point. */
public final class OperatorMain {
  private OperatorMain() {}

  public static void main(String[] args) {
    System.err.println("OperatorMain");
  }
}
