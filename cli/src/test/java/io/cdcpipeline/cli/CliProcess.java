package io.cdcpipeline.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command as a process of its own, which can be interrupted as a person at a terminal does. */
public final class CliProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final Process process;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Thread> readers = new ArrayList<>();

  private CliProcess(Process process) {
    this.process = process;
    readers.add(copy(process.getInputStream(), out));
    readers.add(copy(process.getErrorStream(), err));
  }

  /**
   * Starts it against a cluster.
   *
   * @param terminal what the launcher says of its standard output
   */
  public static CliProcess start(TestCluster cluster, boolean terminal, String command)
      throws IOException {
    return start(cluster.environment(), terminal, command);
  }

  /** The same with variables of its own. */
  public static CliProcess start(Map<String, String> environment, boolean terminal, String command)
      throws IOException {
    var line = new ArrayList<String>();
    // Where the tests run in the background, a shell has made them ignore Ctrl-C.
    line.addAll(List.of("env", "--default-signal=INT"));
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    line.add("-Dkubectl.cdc.terminal=" + terminal);
    // The operator's jar, on the class path of tests, names a second binding in its manifest.
    line.add("-Dslf4j.provider=org.slf4j.nop.NOPServiceProvider");
    line.add("-Dslf4j.internal.verbosity=WARN");
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), CliMain.class.getName()));
    line.addAll(List.of(command.split(" ", -1)));
    var builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    builder.environment().put("LC_ALL", "C.UTF-8");
    return new CliProcess(builder.start());
  }

  public String out() {
    return out.toString();
  }

  public String err() {
    return err.toString();
  }

  /** As Ctrl-C does. */
  public void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
  }

  /** As the other end of a pipe that ends. */
  public void closeOutput() throws IOException {
    process.getInputStream().close();
  }

  /** Once it has ended and all its output was read. */
  public int exitCode() throws IOException, InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new InterruptedIOException("the command does not end; it printed: " + out + err);
    }
    for (var reader : readers) {
      reader.join();
    }
    return process.exitValue();
  }

  private static Thread copy(InputStream from, StringWriter to) {
    var thread =
        new Thread(
            () -> {
              var bytes = new byte[8192];
              try {
                for (int n = from.read(bytes); n >= 0; n = from.read(bytes)) {
                  to.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
                }
              } catch (IOException e) {
                to.append(""); // Closed by the test.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
