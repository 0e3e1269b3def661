package io.cdcpipeline.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The parent pom says where the project is; nothing else may say something else. */
class ProjectAddressTest {
  private static final Pattern URL = Pattern.compile("<url>(\\S+)</url>");
  private static final Pattern ADDRESS =
      Pattern.compile("https://[\\w.-]+/[\\w-]+/cdc-pipeline-operator(?![\\w-])");
  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".m2", ".idea");

  @Test
  void everyFileNamesTheAddressOfThePom() throws IOException {
    var address = address();
    var others = new TreeSet<String>();
    int named = 0;
    for (var file : files(Golden.root())) {
      var found = ADDRESS.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      while (found.find()) {
        named++;
        if (!found.group().equals(address)) {
          others.add(Golden.root().relativize(file) + ": " + found.group());
        }
      }
    }
    assertThat(others).isEmpty();
    assertThat(named).as("the chart and the runbooks name it at least").isGreaterThan(5);
  }

  @Test
  void chartAndPluginLeadThere() throws IOException {
    var chart = yaml("helm/cdc-pipeline-operator/Chart.yaml");
    assertThat(chart.path("home").asText()).isEqualTo(address());
    assertThat(
            StreamSupport.stream(chart.path("sources").spliterator(), false)
                .map(source -> source.asText())
                .collect(Collectors.toSet()))
        .containsExactly(address());
    assertThat(yaml("cli/krew.yaml").at("/spec/homepage").asText()).isEqualTo(address());
  }

  private static String address() throws IOException {
    var url = URL.matcher(Files.readString(Golden.root().resolve("pom.xml")));
    assertThat(url.find()).isTrue();
    return url.group(1);
  }

  private static JsonNode yaml(String file) throws IOException {
    return Json.YAML.readTree(Golden.root().resolve(file).toFile());
  }

  private static Iterable<Path> files(Path root) throws IOException {
    try (var all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(
              file ->
                  StreamSupport.stream(root.relativize(file).spliterator(), false)
                      .noneMatch(part -> NOT_OURS.contains(part.toString())))
          .toList();
    }
  }
}
