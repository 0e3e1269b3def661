package io.cdcpipeline.cli.status;

import io.cdcpipeline.cli.output.Health;
import io.cdcpipeline.operator.status.Hop;

/**
 * One hop as it is shown.
 *
 * @param lagSeconds how far everything up to here is behind the database; null: unknown
 * @param since while it holds changes up, when it last advanced; else null
 * @param detail the number that matters for this hop; "" if there is none
 */
record HopView(Hop hop, Health health, Long lagSeconds, String since, String detail) {

  /** The system at its end. */
  String system() {
    return switch (hop) {
      case DATABASE -> "TiDB";
      case CHANGEFEED -> "TiCDC";
      case KAFKA -> "Kafka";
      case CONSUMER -> "consumer";
      case SEARCH -> "Elasticsearch";
    };
  }

  String lag() {
    return lagSeconds == null ? "?" : lagSeconds + "s";
  }
}
