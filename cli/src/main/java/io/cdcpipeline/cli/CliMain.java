package io.cdcpipeline.cli;

import io.cdcpipeline.cli.output.Progress;
import io.cdcpipeline.cli.output.Terminal;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Runs one command of {@code kubectl cdc}. */
public final class CliMain {
  private CliMain() {}

  public static void main(String[] arguments) {
    if (arguments.length == 1 && arguments[0].equals(ClassCacheTraining.REQUEST)) {
      train();
      return;
    }
    Preload.start(arguments);
    int code = Invocation.run(terminal(), arguments);
    wakeSelectors();
    System.exit(code);
  }

  private static Terminal terminal() {
    var charset = Charset.forName(System.getProperty("native.encoding", "UTF-8"));
    boolean interactive = isTerminal();
    var progress = interactive ? progress(charset) : Progress.NONE;
    return new Terminal(
        writer(FileDescriptor.out, charset, progress),
        writer(FileDescriptor.err, charset, progress),
        interactive,
        charset.equals(StandardCharsets.UTF_8),
        System.getenv(),
        Clock.systemUTC(),
        progress);
  }

  private static Progress progress(Charset charset) {
    if (Terminal.isDumb(System.getenv())) {
      return Progress.NONE; // could not take a line back
    }
    var progress = new Progress(new FileOutputStream(FileDescriptor.out), charset);
    progress.start();
    return progress;
  }

  /** Ends when it fails too: the servers of the training have threads that would keep the JVM. */
  private static void train() {
    try {
      ClassCacheTraining.run();
    } catch (RuntimeException e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  /**
   * Ends the HTTP client's selectors, which only its garbage collection would do: the JVM waits 300
   * ms at its exit for a thread in native code (VM_Exit::wait_for_threads_in_native_to_block).
   */
  private static void wakeSelectors() {
    var threads = new Thread[Thread.activeCount()];
    int count = Thread.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (threads[i].getName().endsWith("-SelectorManager")) {
        threads[i].interrupt();
      }
    }
  }

  /** The launcher knows; without it, a console means that input and output are a terminal's. */
  @SuppressWarnings("SystemConsoleNull") // not asked where it says nothing
  private static boolean isTerminal() {
    var known = System.getProperty("kubectl.cdc.terminal");
    // From Java 22 on there is always a console.
    return known == null
        ? Runtime.version().feature() < 22 && System.console() != null
        : Boolean.parseBoolean(known);
  }

  private static PrintWriter writer(FileDescriptor descriptor, Charset charset, Progress progress) {
    var output = progress.endedBy(new FileOutputStream(descriptor));
    var stream = new OutputStreamWriter(output, charset);
    return new PrintWriter(new BufferedWriter(stream));
  }
}
