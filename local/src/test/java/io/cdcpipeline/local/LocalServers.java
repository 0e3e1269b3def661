package io.cdcpipeline.local;

import io.cdcpipeline.local.elasticsearch.Elasticsearch;
import io.cdcpipeline.local.kafka.KafkaBroker;
import io.cdcpipeline.local.kafka.KafkaListener;
import io.cdcpipeline.local.mariadb.BinlogAccess;
import io.cdcpipeline.local.mariadb.MariaDb;
import io.cdcpipeline.local.mariadb.MariaDbPrograms;
import io.cdcpipeline.local.process.Certificates;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.WorkDirectory;
import io.cdcpipeline.local.ticdc.Ticdc;
import io.cdcpipeline.testkit.ticdc.Architecture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The real servers, each started on first use and shared by all test classes of a fork. Surefire
 * gives JUnit the classes of a fork one by one, each as a run of its own, so they belong to the
 * launcher's session.
 */
public final class LocalServers implements AutoCloseable {
  private final WorkDirectory work;
  private final ChildProcesses children = new ChildProcesses().stopOnExit();
  private final Map<Class<?>, AutoCloseable> beside = new LinkedHashMap<>();
  private MariaDb mariadb;
  private KafkaBroker kafka;
  private KafkaBroker tlsKafka;
  private Elasticsearch elasticsearch;
  private Ticdc ticdc;

  private LocalServers() {
    work = WorkDirectory.open(ofThisFork("it"));
    deleteLeftovers();
  }

  /** A directory that no other fork uses. */
  public static Path ofThisFork(String name) {
    return Installation.current().target().resolve(name + "-" + System.getProperty("fork", "1"));
  }

  /** Kept until the next run, so that the logs of a failure can be read. */
  private void deleteLeftovers() {
    try (Stream<Path> files = Files.walk(work.path())) {
      files
          .sorted(Comparator.reverseOrder())
          .filter(file -> !file.equals(work.path()) && !file.endsWith("lock"))
          .forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Injects the one instance of this fork: {@code @ExtendWith(LocalServers.Shared.class)}. What a
   * failed test leaves there would fail others, or itself when Surefire runs it again, so its class
   * is the last to use them.
   */
  public static final class Shared
      implements AfterEachCallback, AfterAllCallback, InvocationInterceptor, ParameterResolver {
    private boolean failed;

    @Override
    public void interceptDynamicTest(
        Invocation<Void> test, DynamicTestInvocationContext dynamic, ExtensionContext context)
        throws Throwable {
      try {
        test.proceed();
      } catch (Throwable e) {
        failed = true;
        throw e;
      }
    }

    @Override
    public void afterEach(ExtensionContext context) {
      failed |= context.getExecutionException().isPresent();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
      if (failed || context.getExecutionException().isPresent()) {
        LocalServers used = session(context).remove(LocalServers.class, LocalServers.class);
        if (used != null) {
          used.close();
        }
      }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == LocalServers.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return of(context);
    }

    /** The one instance of this fork. */
    public static LocalServers of(ExtensionContext context) {
      return session(context)
          .computeIfAbsent(LocalServers.class, type -> new LocalServers(), LocalServers.class);
    }

    private static ExtensionContext.Store session(ExtensionContext context) {
      return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.GLOBAL);
    }
  }

  /**
   * Something else that uses these servers and is shared as they are; it ends before them.
   *
   * @param start called on first use
   */
  public synchronized <T extends AutoCloseable> T beside(
      Class<T> type, Function<LocalServers, T> start) {
    return type.cast(beside.computeIfAbsent(type, any -> start.apply(this)));
  }

  public ChildProcesses children() {
    return children;
  }

  public Path directory() {
    return work.path();
  }

  public synchronized MariaDb mariadb() {
    if (mariadb == null) {
      MariaDbPrograms programs = MariaDbPrograms.find(Installation.current().mariadb());
      mariadb = MariaDb.start(children, programs, directory().resolve("mariadb"), Endpoint.free());
    }
    return mariadb;
  }

  /** A broker that requires SCRAM and ACLs. */
  public synchronized KafkaBroker kafka() {
    if (kafka == null) {
      KafkaListener listener = new KafkaListener(Endpoint.free(), "localhost", true);
      kafka = KafkaBroker.start(children, directory().resolve("kafka"), listener);
    }
    return kafka;
  }

  /** A broker that requires TLS with a client certificate of its CA. */
  public synchronized KafkaBroker tlsKafka() {
    if (tlsKafka == null) {
      Optional<Certificates> certificates = Optional.of(kafkaCertificates());
      KafkaListener listener = new KafkaListener(Endpoint.free(), "localhost", true, certificates);
      tlsKafka = KafkaBroker.start(children, directory().resolve("kafka-tls"), listener);
    }
    return tlsKafka;
  }

  /** The certificates of {@link #tlsKafka()}: its own, for localhost, and one for a client. */
  public synchronized Certificates kafkaCertificates() {
    return Certificates.in(
        directory().resolve("kafka-certificates"),
        Map.of(KafkaListener.BROKER, List.of("localhost"), "client", List.of("a-client")));
  }

  public synchronized Elasticsearch elasticsearch() {
    if (elasticsearch == null) {
      elasticsearch =
          Elasticsearch.start(
              children,
              Installation.current().elasticsearch(),
              directory().resolve("elasticsearch"),
              Endpoint.free(),
              List.of("localhost", "127.0.0.1"));
    }
    return elasticsearch;
  }

  /** In front of {@link #mariadb()}. */
  public synchronized Ticdc ticdc() {
    if (ticdc == null) {
      BinlogAccess binlog = mariadb().binlogAccess();
      Path data = directory().resolve("ticdc");
      ticdc =
          Ticdc.start(
              children,
              data,
              Endpoint.free(),
              binlog,
              Architecture.NEW,
              Optional.empty(),
              Optional.empty());
    }
    return ticdc;
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable one : beside.values()) {
      one.close();
    }
    children.close();
    work.close();
  }
}
