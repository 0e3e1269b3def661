package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.config.ConsumerSettings;
import io.cdcpipeline.consumer.config.KafkaErrors;
import io.cdcpipeline.consumer.config.ReplaySettings;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.Digests;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.output.DeadLetterLog;
import io.cdcpipeline.consumer.output.DeadLetters;
import io.cdcpipeline.consumer.output.LineWriter;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the parts of a replay together and runs it to its end. */
final class Replay {
  private static final Logger log = LoggerFactory.getLogger(Replay.class);

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
    Digests digests = Digests.withKey(settings.redactKey().orElse(""));
    var budget = new Deduplicator.Budget(settings.dedupMaxEntries());
    ConsumerMetrics metrics = new ConsumerMetrics(budget); // nobody scrapes them
    ReplaySelection selection = new ReplaySelection(replay);
    long heapBytes = Runtime.getRuntime().maxMemory();
    PollBudget pollBudget = new PollBudget(heapBytes);
    RecordProcessor processor =
        new RecordProcessor(
            settings.redaction(),
            digests,
            new DeadLetterLog(new DeadLetters.Discarding(), Time.SYSTEM.nanoTime()),
            metrics,
            MemoryLimits.maxValueBytes(heapBytes),
            selection);
    try (org.apache.kafka.clients.consumer.Consumer<ByteBuffer, ByteBuffer> consumer =
        EventConsumer.connect(settings, pollBudget)) {
      settings.printable().forEach((name, value) -> log.info("setting {}={}", name, value));
      LineWriter writer = new LineWriter(output, metrics, Time.SYSTEM.nanoTime());
      writer.start();
      ReplayMetrics progress = new ReplayMetrics();
      progress.serve(settings.metrics());
      ReplayReader reader =
          new ReplayReader(
              consumer, pollBudget, replay, processor, selection, writer, progress, Time.SYSTEM);
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

  private static void finish(ReplayResult result, ReplaySettings replay) {
    log.info("Replay done: {}", result.json());
    replay.result().ifPresent(result::write);
  }
}
