package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.List;
import java.util.Map;

/** The parts of Elasticsearch's query language that searches of this operator are made of. */
final class SearchQuery {
  private SearchQuery() {}

  /** What every one of these filters matches. */
  static Map<String, Object> all(List<?> filters) {
    return Map.of("bool", Map.of("filter", filters));
  }

  /** The documents of a pipeline. */
  static List<Object> of(ResourceNames pipeline) {
    return List.of(term("namespace", pipeline.namespace()), term("pipeline", pipeline.pipeline()));
  }

  static Map<String, Object> term(String field, Object value) {
    return Map.of("term", Map.of(field, value));
  }
}
