package io.cdcpipeline.consumer;

/** Entry point. */
public final class ConsumerMain {
  private ConsumerMain() {}

  public static void main(String[] args) {
    System.err.println("ConsumerMain");
  }
}
