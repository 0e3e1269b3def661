package io.cdcpipeline.local.elasticsearch.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Elasticsearch's process. Arguments: the directory that contains {@code modules}, and the
 * configuration directory with {@code elasticsearch.yml}.
 */
public final class ElasticsearchMain {
  private ElasticsearchMain() {}

  public static void main(String[] args) throws Exception {
    // First, because reading settings already logs.
    LogConfigurator.configureESLogging();
    Path config = Path.of(args[1]);
    Settings settings =
        Settings.builder()
            .loadFromPath(config.resolve("elasticsearch.yml"))
            .put("path.home", args[0])
            .build();
    Environment environment = new Environment(settings, config);
    PluginsLoader plugins =
        PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir()), Set.of(), Map.of());
    Node node = new Node(environment, plugins);
    node.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "stop-elasticsearch"));
    // All of the node's threads are daemons.
    Thread.currentThread().join();
  }

  private static void close(Node node) {
    try {
      node.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
