package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.process.ServerException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Measures the demo's data path, with the demo's own processes: {@code make bench BENCH=path}.
 * Settings: {@link PathSettings}.
 */
public final class PathBench {
  private final PathSettings settings;
  private final Steps steps;
  private final Demo demo;
  private final AtomicBoolean closed = new AtomicBoolean();

  private PathBench(PathSettings settings, Steps steps, Demo demo) {
    this.settings = settings;
    this.steps = steps;
    this.demo = demo;
  }

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // the numbers of the report
    System.exit(run());
  }

  private static int run() {
    try {
      var settings = PathSettings.from(System.getenv());
      var here = Installation.current();
      var steps = new Steps(System.out);
      var options = DemoOptions.parse(new String[] {}, here.repository());
      var demo = Demo.prepare(options, here.target().resolve("bench"), steps);
      return new PathBench(settings, steps, demo).measureAndStop();
    } catch (DemoException e) {
      System.err.println("make bench BENCH=path: " + e.getMessage());
      return e.exitCode();
    } catch (ServerException | KubernetesClientException | IOException e) {
      System.err.println("make bench BENCH=path: " + e.getMessage());
      return 1;
    }
  }

  private int measureAndStop() throws IOException {
    // Ctrl-C ends this program, and with it everything that it started.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop-bench"));
    try {
      var machine = Machine.here();
      demo.start();
      demo.superviseOperator();
      demo.awaitReady();
      var report = measure(machine, PathPlace.of(demo, steps));
      report.write(Installation.current().repository());
      steps.print(report.markdown());
      steps.report("written", "docs/performance.md, docs/images/data-path.svg");
      return 0;
    } catch (RuntimeException e) {
      if (closed.get()) {
        return 130;
      }
      throw e;
    } finally {
      close();
    }
  }

  private PathReport measure(Machine machine, PathPlace place) {
    var rows = Throughput.mixed(place, "bench_rows", settings.rows());
    var bulk = Throughput.oneTransaction(place, settings.bulk());
    List<SearchDelay> delays = new ArrayList<>();
    List<NewDay> days = new ArrayList<>();
    Optional<Throughput> real = Optional.empty();
    try (var probes = new Probes(place.table("bench_probe"), place.session().search())) {
      delays("stand-in", place, probes, delays);
      // After this the pipeline's clock is stopped at a day to come, which only dates notice.
      var today = LocalDate.now(ZoneOffset.UTC);
      days.add(NewDay.withIndexAhead(probes, place.admin(), today));
      days.add(NewDay.withoutIndex(probes, today));
      days.forEach(day -> steps.report("new day", day.toString()));
      var filebeat = FilebeatPath.start(demo, place.session(), steps);
      if (filebeat.isPresent()) {
        try (var running = filebeat.get()) {
          delays("Filebeat", place, probes, delays);
          real =
              Optional.of(
                  Throughput.mixed(
                      place.with(running.statistics()), "bench_filebeat", settings.filebeatRows()));
        }
      }
    }
    return new PathReport(settings, machine, rows, bulk, real, delays, days);
  }

  private void delays(
      String shipper, PathPlace place, Probes probes, List<SearchDelay> delays) {
    for (int rate : settings.rates()) {
      var name = "bench_%s_%d".formatted(shipper.replace("-", ""), rate);
      try (var load = new MixedRows(place.table(name))) {
        steps.report("commit to search", "%s, %,d rows/s ...".formatted(shipper, rate));
        var delay = SearchDelay.measure(shipper, rate, settings.seconds(), load, probes);
        delays.add(delay);
        steps.report(
            "commit to search",
            "%s, %,d rows/s (%,.0f reached): p50 %.2f s, p99 %.2f s"
                .formatted(shipper, rate, delay.reached(), delay.p50(), delay.p99()));
      }
    }
  }

  private void close() {
    if (closed.compareAndSet(false, true)) {
      steps.report("stopping", "all processes");
      demo.close(false);
      steps.report("stopped", "nothing is left");
    }
  }
}
