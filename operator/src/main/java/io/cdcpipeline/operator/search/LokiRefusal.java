package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.endpoint.LokiEndpoint;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What Loki means by an answer that is no success; pure. The texts are those of its page
 * "Troubleshoot queries"; proxies in front of it have texts of their own.
 */
record LokiRefusal(LokiEndpoint endpoint, int code, String body) {
  private static final int MAX_QUOTE_LENGTH = 200;
  private static final Pattern ENTRIES =
      Pattern.compile("max_entries_limit\\w* \\((\\d+) > (\\d+)\\)");

  /** What a limit is called in Loki's limits_config, by what it says. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "query time range exceeds the limit",
          "max_query_length",
          "[interval] value exceeds limit",
          "max_query_length",
          "reached for a single query",
          "max_query_series, one for each partition of the topic",
          "would read too many bytes",
          "max_query_bytes_read",
          "too large to execute on a single querier",
          "max_querier_bytes_read",
          "max number of chunks limit",
          "max_chunks_per_query");

  /** How many lines a query may ask for, if it asked for too many. */
  OptionalInt allowedEntries() {
    var limit = ENTRIES.matcher(body);
    return code == 400 && limit.find()
        ? OptionalInt.of(Integer.parseInt(limit.group(2)))
        : OptionalInt.empty();
  }

  StageException exception() {
    var url = endpoint.url();
    // Its documentation says 400, the proxy check of its servers 401.
    if ((code == 400 || code == 401) && body.contains("no org id")) {
      return new StageException(
          Reason.AuthenticationFailed,
          "%s has tenants: set spec.search.loki.tenant".formatted(url));
    }
    return switch (code) {
      case 401 ->
          new StageException(
              Reason.AuthenticationFailed,
              "%s rejects %s: check spec.search.loki.credentialsSecret".formatted(url, who()));
      case 403 -> forbidden();
      case 404 -> body.contains("tenant") ? forbidden() : notLoki(endpoint);
      default ->
          new StageException(
              Reason.RemoteError, "%s answers %d: %s%s".formatted(url, code, said(), limit()));
    };
  }

  static StageException notLoki(LokiEndpoint endpoint) {
    return new StageException(
        Reason.RemoteError,
        endpoint.url() + " does not answer as Loki's query API does: is it Loki?");
  }

  private StageException forbidden() {
    return new StageException(
        Reason.AuthorizationFailed,
        "%s does not let %s query tenant %s: %s"
            .formatted(endpoint.url(), who(), endpoint.tenant().orElse("(none)"), said()));
  }

  private String limit() {
    return LIMITS.entrySet().stream()
        .filter(limit -> code == 400 && body.contains(limit.getKey()))
        .map(limit -> "; raise the tenant's limit " + limit.getValue())
        .findFirst()
        .orElse("");
  }

  private String who() {
    return endpoint.user().map(user -> "user " + user.name()).orElse("requests without a login");
  }

  private String said() {
    var line = body.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= MAX_QUOTE_LENGTH ? line : line.substring(0, MAX_QUOTE_LENGTH) + "…";
  }
}
