package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.config.ConsumerSettings;
import io.cdcpipeline.consumer.config.KafkaErrors;
import io.cdcpipeline.consumer.config.ReplaySettings;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.Digests;
import io.cdcpipeline.consumer.event.ReplayMarkLog;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.output.DeadLetterLog;
import io.cdcpipeline.consumer.output.DeadLetters;
import io.cdcpipeline.consumer.output.LineWriter;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the parts of a replay together and runs it to its end. */
final class Replay {
  private static final Logger log = LoggerFactory.getLogger(Replay.class);

  private static final long HEAP_BYTES = Runtime.getRuntime().maxMemory();

  private Replay() {}

  /**
   * Writes the lines that the settings name.
   *
   * @param started receives what ends the replay early, from another thread
   * @param hangs is run on another thread when there is no progress
   * @return false if it was ended early
   */
  static boolean run(
      ConsumerSettings settings, OutputStream output, Consumer<Runnable> started, Runnable hangs) {
    ReplaySettings replay = settings.replay().orElseThrow();
    var budget = new Deduplicator.Budget(settings.dedupMaxEntries());
    ConsumerMetrics metrics = new ConsumerMetrics(budget); // nobody scrapes them
    ReplaySelection selection = new ReplaySelection(replay);
    SkippedRecords skipped = new SkippedRecords();
    DeadLetters rejected = new DeadLetterLog(skipped, Time.SYSTEM.nanoTime());
    RecordProcessor processor = processor(settings, rejected, metrics, selection);
    PollBudget pollBudget = new PollBudget(HEAP_BYTES);
    var oversized = oversized(settings, processor, rejected, metrics);
    try (ReplayClient client =
        new ReplayClient(
            EventConsumer.connect(settings, pollBudget),
            () -> EventConsumer.connectCareful(settings, pollBudget),
            oversized)) {
      settings.printable().forEach((name, value) -> log.info("setting {}={}", name, value));
      LineWriter writer = new LineWriter(output, metrics, Time.SYSTEM.nanoTime());
      writer.start();
      Optional<ReplayWindow> window =
          replay.id().map(id -> window(id, replay.windowBytes(), settings));
      ReplayMetrics progress = new ReplayMetrics(window);
      progress.serve(settings.metrics());
      ReplayReader reader =
          new ReplayReader(
              client,
              pollBudget,
              replay,
              processor,
              selection,
              skipped,
              writer,
              window,
              progress,
              Time.SYSTEM);
      started.accept(reader::stop);
      new ReplayWatchdog(reader::progress, Time.SYSTEM).start(hangs);
      Optional<ReplayResult> result = reader.run(settings.topic(), settings.pipeline(), budget);
      result.ifPresent(done -> finish(done, replay));
      return result.isPresent();
    } catch (RuntimeException | Error e) {
      KafkaErrors.failIfNoTemporaryDirectory(e);
      KafkaErrors.failIfListenerSpeaksTls(e, settings.kafka());
      throw e;
    }
  }

  private static RecordProcessor processor(
      ConsumerSettings settings,
      DeadLetters rejected,
      ConsumerMetrics metrics,
      ReplaySelection selection) {
    Digests digests = Digests.withKey(settings.redactKey().orElse(""));
    int maxValueBytes = MemoryLimits.maxValueBytes(HEAP_BYTES);
    return new RecordProcessor(
        settings.redaction(), digests, rejected, metrics, maxValueBytes, selection);
  }

  private static OversizedRecords oversized(
      ConsumerSettings settings,
      RecordProcessor processor,
      DeadLetters rejected,
      ConsumerMetrics metrics) {
    return new OversizedRecords(
        () -> EventConsumer.connectAlone(settings),
        processor,
        rejected,
        metrics,
        new HealthState(Time.SYSTEM), // nobody probes it
        MemoryLimits.maxValueBytes(HEAP_BYTES));
  }

  private static ReplayWindow window(String id, int bytes, ConsumerSettings settings) {
    var marks = new ReplayMarkLog(settings.pipeline(), settings.topic(), id);
    return new ReplayWindow(bytes, marks, Time.SYSTEM);
  }

  private static void finish(ReplayResult result, ReplaySettings replay) {
    log.info("Replay done: {}", result.json());
    replay.result().ifPresent(result::write);
  }
}
