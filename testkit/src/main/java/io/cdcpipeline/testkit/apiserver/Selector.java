package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Label selectors (equality-based and set-based) and the field selectors that every kind supports.
 */
final class Selector {
  private static final Pattern SET =
      Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s+\\(([^)]*)\\)\\s*");
  private static final Pattern EQUAL =
      Pattern.compile("\\s*([^\\s=!]+)\\s*(==|=|!=)\\s*([^\\s=]*)\\s*");
  private static final Pattern EXISTS = Pattern.compile("\\s*(!?)([^\\s=!]+)\\s*");

  private Selector() {}

  static Predicate<JsonNode> labels(String selector) {
    Predicate<JsonNode> all = object -> true;
    for (String term : terms(selector)) {
      Predicate<JsonNode> one = label(term);
      all = all.and(object -> one.test(object.path("metadata").path("labels")));
    }
    return all;
  }

  static Predicate<JsonNode> fields(String selector) {
    Predicate<JsonNode> all = object -> true;
    for (String term : terms(selector)) {
      Matcher m = EQUAL.matcher(term);
      if (!m.matches()) {
        throw ApiError.plain(400, "BadRequest", "invalid field selector: " + term);
      }
      String pointer = "/" + m.group(1).replace('.', '/');
      boolean wanted = !m.group(2).equals("!=");
      all = all.and(object -> object.at(pointer).asText("").equals(m.group(3)) == wanted);
    }
    return all;
  }

  private static Predicate<JsonNode> label(String term) {
    Matcher set = SET.matcher(term);
    if (set.matches()) {
      Set<String> values = Set.of(set.group(3).trim().split("\\s*,\\s*"));
      boolean in = set.group(2).equals("in");
      return labels -> values.contains(value(labels, set.group(1))) == in;
    }
    Matcher equal = EQUAL.matcher(term);
    if (equal.matches()) {
      boolean wanted = !equal.group(2).equals("!=");
      return labels -> equal.group(3).equals(value(labels, equal.group(1))) == wanted;
    }
    Matcher exists = EXISTS.matcher(term);
    if (exists.matches()) {
      return labels -> labels.has(exists.group(2)) == exists.group(1).isEmpty();
    }
    throw ApiError.plain(400, "BadRequest", "unable to parse requirement: " + term);
  }

  /** An absent label equals nothing, not even the empty string. */
  private static String value(JsonNode labels, String key) {
    return labels.path(key).asText("\u0000");
  }

  /** Commas separate terms, except within the parentheses of a set. */
  private static List<String> terms(String selector) {
    List<String> terms = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= selector.length(); i++) {
      char c = i == selector.length() ? ',' : selector.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        if (i > start) {
          terms.add(selector.substring(start, i));
        }
        start = i + 1;
      }
    }
    return terms;
  }
}
