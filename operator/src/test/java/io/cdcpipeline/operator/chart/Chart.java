package io.cdcpipeline.operator.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.testkit.files.TemporaryFolder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The chart as helm renders it, through helm's own code (helm-java 0.0.21, helm 3). */
final class Chart {
  static final Path FOLDER = Golden.root().resolve("helm/cdc-pipeline-operator");

  private Chart() {}

  static String text(Map<String, ?> values) {
    return text("cdc-system", values);
  }

  private static String text(String namespace, Map<String, ?> values) {
    return text(FOLDER, namespace, values);
  }

  /**
   * The objects that exist only while Helm runs a hook. Helm's library leaves them out, so they are
   * rendered from a copy of the chart whose hooks bear another name: {@code hook}.
   */
  static List<HasMetadata> hooks(Map<String, ?> values) {
    try {
      var copy = TemporaryFolder.untilExit("chart");
      try (var files = Files.walk(FOLDER)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          var to = copy.resolve(FOLDER.relativize(file).toString());
          Files.createDirectories(to.getParent());
          Files.writeString(to, Files.readString(file).replace("helm.sh/hook:", "hook:"));
        }
      }
      return objects(text(copy, "cdc-system", values)).stream()
          .filter(o -> o.getMetadata().getAnnotations() != null)
          .filter(o -> o.getMetadata().getAnnotations().containsKey("hook"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path folder, String namespace, Map<String, ?> values) {
    TemplateCommand command =
        new Helm(folder)
            .template()
            .withName("cdc-pipeline-operator")
            .withNamespace(namespace)
            .withKubeVersion("1.35.4");
    values.forEach(command::set);
    return command.call();
  }

  static List<HasMetadata> objects(Map<String, ?> values) {
    return objects("cdc-system", values);
  }

  static List<HasMetadata> objects(String namespace, Map<String, ?> values) {
    return objects(text(namespace, values));
  }

  private static List<HasMetadata> objects(String text) {
    byte[] yaml = text.getBytes(StandardCharsets.UTF_8);
    Object read = new KubernetesSerialization().unmarshal(new ByteArrayInputStream(yaml));
    return ((List<?>) read).stream().map(HasMetadata.class::cast).toList();
  }

  /** Those of the upgrade hook, of one kind. */
  static <T extends HasMetadata> List<T> crdHooks(Class<T> kind, Map<String, ?> values) {
    return hooks(values).stream()
        .filter(o -> o.getMetadata().getName().endsWith("-crd"))
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  static <T extends HasMetadata> List<T> all(Class<T> kind, Map<String, ?> values) {
    return objects(values).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  static <T extends HasMetadata> T one(Class<T> kind, Map<String, ?> values) {
    List<T> found = all(kind, values);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " objects of kind " + kind.getSimpleName());
    }
    return found.get(0);
  }
}
