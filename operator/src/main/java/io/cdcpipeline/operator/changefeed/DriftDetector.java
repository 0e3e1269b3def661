package io.cdcpipeline.operator.changefeed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds changes made to a changefeed by others, as names of settings. Drift that returns after
 * every correction is ignored for a while, so that two parties do not overwrite each other forever.
 */
final class DriftDetector {
  private static final int MAX_CORRECTIONS = 3;
  private static final Duration WITHIN = Duration.ofMinutes(10);
  private static final Duration IGNORED_FOR = Duration.ofHours(1);

  private Set<String> corrected = Set.of();
  private int corrections;
  private Instant firstCorrection = Instant.EPOCH;

  /** The drift to correct now, without the differences that TiCDC itself makes. */
  Set<String> drift(
      DesiredChangefeed desired, Changefeed observed, Collection<String> accepted, Instant now) {
    Set<String> drift = differences(desired, observed);
    drift.removeAll(accepted);
    return ignored(drift, now) ? Set.of() : drift;
  }

  /** Notes that this drift has just been corrected. */
  void corrected(Set<String> drift, Instant now) {
    boolean again = drift.equals(corrected) && now.isBefore(firstCorrection.plus(WITHIN));
    corrections = again ? corrections + 1 : 1;
    firstCorrection = again ? firstCorrection : now;
    corrected = Set.copyOf(drift);
  }

  private boolean ignored(Set<String> drift, Instant now) {
    return corrections >= MAX_CORRECTIONS
        && drift.equals(corrected)
        && now.isBefore(firstCorrection.plus(IGNORED_FOR));
  }

  /**
   * Where a changefeed differs from the desired one. Of its configuration only what we set is
   * compared, so that a new default of TiCDC is no drift; in lists every entry counts.
   */
  static Set<String> differences(DesiredChangefeed desired, Changefeed observed) {
    Set<String> names = new TreeSet<>();
    SinkUri wanted = desired.sink();
    SinkUri found = observed.sink();
    if (!wanted.brokers().equals(found.brokers())) {
      names.add("sink_uri.brokers");
    }
    if (!wanted.topic().equals(found.topic())) {
      names.add("sink_uri.topic");
    }
    Set<String> parameters = new TreeSet<>(wanted.parameters().keySet());
    parameters.addAll(found.parameters().keySet());
    for (String name : parameters) {
      String value = wanted.parameters().get(name);
      boolean older =
          name.equals(SinkUri.OWNER)
              && observed.owner().equals(desired.owner().markWithoutCluster());
      if (!older && (value == null || !value.equals(found.parameters().get(name)))) {
        names.add("sink_uri." + name);
      }
    }
    compare("", desired.config(), observed.config(), names);
    return names;
  }

  private static void compare(String path, JsonNode wanted, JsonNode found, Set<String> names) {
    if (wanted instanceof ObjectNode object) {
      for (var field : object.properties()) {
        String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        compare(name, field.getValue(), found.path(field.getKey()), names);
      }
    } else if (!withoutEmpty(wanted).equals(withoutEmpty(found))
        && (wanted.asBoolean(true) || !absent(found))) {
      names.add(path);
    }
  }

  /** Without null, "" and empty lists, which TiCDC adds and omits inconsistently. */
  private static JsonNode withoutEmpty(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode kept = JsonNodeFactory.instance.objectNode();
      object.properties().stream()
          .filter(field -> !empty(field.getValue()))
          .forEach(field -> kept.set(field.getKey(), withoutEmpty(field.getValue())));
      return kept;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode kept = JsonNodeFactory.instance.arrayNode();
      array.forEach(entry -> kept.add(withoutEmpty(entry)));
      return kept;
    }
    return absent(node) ? JsonNodeFactory.instance.arrayNode() : node;
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static boolean empty(JsonNode node) {
    return node.isNull()
        || (node.isTextual() && node.asText().isEmpty())
        || (node.isContainerNode() && node.isEmpty());
  }
}
