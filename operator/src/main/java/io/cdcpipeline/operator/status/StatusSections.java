package io.cdcpipeline.operator.status;

import io.cdcpipeline.operator.api.AuditStatus;
import io.cdcpipeline.operator.api.ChangefeedStatus;
import io.cdcpipeline.operator.api.ConsumerStatus;
import io.cdcpipeline.operator.api.Endpoints;
import io.cdcpipeline.operator.api.ReplayStatus;
import io.cdcpipeline.operator.api.SecretNames;
import java.util.EnumMap;
import java.util.Map;

/**
 * The sections of the status that stages fill; null where a stage has nothing to report.
 *
 * @param hops how far the hops that the stage knows about have come
 */
public record StatusSections(
    ChangefeedStatus changefeed,
    ConsumerStatus consumer,
    Endpoints endpoints,
    SecretNames secrets,
    Map<Hop, HopReading> hops,
    AuditStatus audit,
    ReplayStatus replay) {
  public static final StatusSections NONE =
      new StatusSections(null, null, null, null, Map.of(), null, null);

  public static StatusSections of(ChangefeedStatus changefeed) {
    return new StatusSections(changefeed, null, null, null, Map.of(), null, null);
  }

  public static StatusSections of(ConsumerStatus consumer) {
    return new StatusSections(null, consumer, null, null, Map.of(), null, null);
  }

  public static StatusSections of(Endpoints endpoints) {
    return new StatusSections(null, null, endpoints, null, Map.of(), null, null);
  }

  public static StatusSections of(SecretNames secrets) {
    return new StatusSections(null, null, null, secrets, Map.of(), null, null);
  }

  public static StatusSections of(Hop hop, HopReading reading) {
    return new StatusSections(null, null, null, null, Map.of(hop, reading), null, null);
  }

  public static StatusSections of(AuditStatus audit) {
    return new StatusSections(null, null, null, null, Map.of(), audit, null);
  }

  public static StatusSections of(ReplayStatus replay) {
    return new StatusSections(null, null, null, null, Map.of(), null, replay);
  }

  /** Both together; where both have a value, the other one wins. */
  public StatusSections and(StatusSections other) {
    return new StatusSections(
        either(other.changefeed, changefeed),
        either(other.consumer, consumer),
        merge(endpoints, other.endpoints),
        merge(secrets, other.secrets),
        merge(hops, other.hops),
        either(other.audit, audit),
        either(other.replay, replay));
  }

  private static Map<Hop, HopReading> merge(Map<Hop, HopReading> one, Map<Hop, HopReading> other) {
    var both = new EnumMap<Hop, HopReading>(Hop.class);
    both.putAll(one);
    both.putAll(other);
    return both;
  }

  private static Endpoints merge(Endpoints one, Endpoints other) {
    if (one == null || other == null) {
      return either(other, one);
    }
    return new Endpoints(
        either(other.sql(), one.sql()),
        either(other.kafka(), one.kafka()),
        either(other.elasticsearch(), one.elasticsearch()),
        either(other.metrics(), one.metrics()));
  }

  private static SecretNames merge(SecretNames one, SecretNames other) {
    if (one == null || other == null) {
      return either(other, one);
    }
    return new SecretNames(
        either(other.databaseRoot(), one.databaseRoot()),
        either(other.databaseUsers(), one.databaseUsers()),
        either(other.kafkaUsers(), one.kafkaUsers()),
        either(other.elasticsearch(), one.elasticsearch()));
  }

  private static <T> T either(T first, T second) {
    return first != null ? first : second;
  }
}
