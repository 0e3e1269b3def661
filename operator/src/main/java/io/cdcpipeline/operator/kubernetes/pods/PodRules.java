package io.cdcpipeline.operator.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.api.template.PodTemplate;
import io.cdcpipeline.operator.remote.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a component's template must not have, beyond what the CRD refuses: settings that its
 * operator has no place for, and keys that belong to others.
 *
 * @param path of the template in the resource, e.g. {@code spec.consumer.template}
 * @param refused paths below the template, {@code []} for any item of a list, each with the reason
 * @param ownedKeys beginnings of labels and annotations that belong to operators
 * @param ownedVariables environment variables that the operator sets; a trailing {@code *} stands
 *     for all that begin so
 */
public record PodRules(
    String path, Map<String, String> refused, List<String> ownedKeys, List<String> ownedVariables) {
  private static final List<String> OWN_KEYS = List.of("cdcpipeline.io/", "app.kubernetes.io/");

  /** Nothing refused but keys of this operator. */
  public static PodRules of(String path) {
    return new PodRules(path, Map.of(), OWN_KEYS, List.of());
  }

  /** The same, and without a setting or a part of one. */
  public PodRules refusing(String field, String why) {
    var more = new LinkedHashMap<>(refused);
    more.put(field, why);
    return new PodRules(path, more, ownedKeys, ownedVariables);
  }

  /** The same, and without a setting. */
  public PodRules refusing(PodSetting setting, String why) {
    return refusing(setting.path(), why);
  }

  /** The same with further keys that belong to another operator. */
  public PodRules owningKeys(String... prefixes) {
    var more = Stream.concat(ownedKeys.stream(), Stream.of(prefixes)).toList();
    return new PodRules(path, refused, more, ownedVariables);
  }

  /** The same with further variables that belong to the operator. */
  public PodRules owningVariables(String... names) {
    var more = Stream.concat(ownedVariables.stream(), Stream.of(names)).toList();
    return new PodRules(path, refused, ownedKeys, more);
  }

  /** What is wrong first, with the path of the field and what to do; empty for nothing. */
  public Optional<String> problem(PodTemplate template) {
    if (template == null) {
      return Optional.empty();
    }
    var given = Json.JSON.<JsonNode>valueToTree(template);
    var problems = new ArrayList<String>();
    refusedFields("", "", given, problems);
    keys("metadata.labels", given, problems);
    keys("metadata.annotations", given, problems);
    variables(given, problems);
    PodValues.problems(given, problems);
    return problems.stream().findFirst().map(problem -> path + "." + problem);
  }

  private void refusedFields(String at, String plain, JsonNode value, List<String> problems) {
    if (refused.containsKey(plain) && !(value.isContainerNode() && value.isEmpty())) {
      problems.add(at + ": " + refused.get(plain));
    } else if (value.isObject()) {
      value
          .properties()
          .forEach(
              field ->
                  refusedFields(
                      below(at, field.getKey()),
                      below(plain, field.getKey()),
                      field.getValue(),
                      problems));
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        refusedFields(at + "[" + i + "]", plain + "[]", value.get(i), problems);
      }
    }
  }

  private static String below(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private void keys(String place, JsonNode given, List<String> problems) {
    given
        .at("/" + place.replace('.', '/'))
        .fieldNames()
        .forEachRemaining(
            key ->
                ownedKeys.stream()
                    .filter(key::startsWith)
                    .findFirst()
                    .ifPresent(
                        owned ->
                            problems.add(
                                "%s[%s]: keys with %s belong to the operators that run these pods:"
                                        .formatted(place, key, owned)
                                    + " choose another")));
  }

  private void variables(JsonNode given, List<String> problems) {
    var seen = new HashSet<String>();
    var env = PodSetting.ENV.in(given);
    for (int i = 0; i < env.size(); i++) {
      var name = env.get(i).path("name").asText();
      if (ownedVariables.stream().anyMatch(owned -> matches(owned, name))) {
        problems.add(
            "container.env[%d].name: %s belongs to the operator: remove it".formatted(i, name));
      } else if (!seen.add(name)) {
        problems.add("container.env[%d].name: %s is given twice: remove one".formatted(i, name));
      }
    }
  }

  private static boolean matches(String owned, String name) {
    return owned.endsWith("*")
        ? name.startsWith(owned.substring(0, owned.length() - 1))
        : name.equals(owned);
  }
}
