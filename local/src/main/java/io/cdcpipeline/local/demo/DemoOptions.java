package io.cdcpipeline.local.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** The options of {@code make demo ARGS="..."}. */
public record DemoOptions(
    boolean help, boolean once, Optional<String> load, Optional<Path> kubeconfig, Path pipeline) {
  private static final String USUAL_LOAD = "20/s";

  public static final String HELP =
      """
      usage: make demo [ARGS="options"]
      Runs the real operator and the real consumer on this machine, against stand-ins for the rest.
        --load[=RATE]      people who look, order, cancel and log in, RATE a second (20/s)
        --once             run a fixed workload, compare the counts at every hop, and exit
        --pipeline FILE    the CdcPipeline to run (samples/shop.yaml)
        --kubeconfig FILE  use this API server instead of one inside the demo; it must have the CRDs
                           of the other operators, and no controllers
        --help             print this help
      Exit codes: 0 success, 1 failure or counts differ, 64 invalid option, 75 another demo is running.
      """;

  /**
   * Parses the command line.
   *
   * @throws DemoException naming the invalid option
   */
  public static DemoOptions parse(String[] arguments, Path repository) {
    boolean help = false;
    boolean once = false;
    Optional<String> load = Optional.empty();
    Optional<Path> kubeconfig = Optional.empty();
    Path pipeline = repository.resolve("samples/shop.yaml");
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
    while (!rest.isEmpty()) {
      String option = rest.pop();
      switch (option) {
        case "--help", "-h" -> help = true;
        case "--once" -> once = true;
        case "--load" -> load = Optional.of(USUAL_LOAD);
        case "--kubeconfig" -> kubeconfig = Optional.of(file(option, rest));
        case "--pipeline" -> pipeline = file(option, rest);
        default -> load = Optional.of(rate(option));
      }
    }
    if (once && load.isPresent()) {
      throw DemoException.usage("--load goes on until Ctrl-C, --once ends: choose one.");
    }
    return new DemoOptions(help, once, load, kubeconfig, pipeline);
  }

  /** The rate of {@code --load=RATE}, written as demo-shop's LOAD. */
  private static String rate(String option) {
    if (!option.startsWith("--load=")) {
      throw DemoException.usage("Unknown option " + option + ".");
    }
    String rate = option.substring("--load=".length());
    if (!rate.matches("[0-9]{1,4}(\\.[0-9]{1,3})?/[smh]")) {
      throw DemoException.usage(option + ": a rate is written 50/s, 90/m or 20/h.");
    }
    return rate;
  }

  private static Path file(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw DemoException.usage(option + " needs a file.");
    }
    Path file = Path.of(rest.pop());
    if (!Files.isReadable(file)) {
      throw DemoException.usage("%s %s: no such file.".formatted(option, file));
    }
    return file.toAbsolutePath();
  }
}
