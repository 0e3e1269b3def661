package io.cdcpipeline.local;

/** Entry point. */
public final class DemoMain {
  private DemoMain() {}

  public static void main(String[] args) {
    System.err.println("DemoMain");
  }
}
