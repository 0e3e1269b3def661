package io.cdcpipeline.local.demo;

import java.io.PrintStream;
import java.util.Locale;

/** Prints progress with the seconds since the start. */
public final class Steps {
  private final PrintStream out;
  private final long start = System.nanoTime();

  public Steps(PrintStream out) {
    this.out = out;
  }

  /** Prints one line: the component and its news. */
  public synchronized void report(String who, String what) {
    out.printf("%7s  %-16s %s%n", elapsed(), who, what);
    out.flush();
  }

  public synchronized void print(String text) {
    out.println(text);
    out.flush();
  }

  private String elapsed() {
    double seconds = (System.nanoTime() - start) / 1e9;
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
