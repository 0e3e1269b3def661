package io.cdcpipeline.operator.status;

import io.cdcpipeline.operator.api.ChangefeedStatus;
import io.cdcpipeline.operator.api.ConsumerStatus;
import io.cdcpipeline.operator.api.Endpoints;
import io.cdcpipeline.operator.api.SecretNames;

/** The sections of the status that stages fill; null where a stage has nothing to report. */
public record StatusSections(
    ChangefeedStatus changefeed,
    ConsumerStatus consumer,
    Endpoints endpoints,
    SecretNames secrets) {
  public static final StatusSections NONE = new StatusSections(null, null, null, null);

  public static StatusSections of(ChangefeedStatus changefeed) {
    return new StatusSections(changefeed, null, null, null);
  }

  public static StatusSections of(ConsumerStatus consumer) {
    return new StatusSections(null, consumer, null, null);
  }

  public static StatusSections of(Endpoints endpoints) {
    return new StatusSections(null, null, endpoints, null);
  }

  public static StatusSections of(SecretNames secrets) {
    return new StatusSections(null, null, null, secrets);
  }

  /** Both together; where both have a value, the other one wins. */
  public StatusSections and(StatusSections other) {
    return new StatusSections(
        either(other.changefeed, changefeed),
        either(other.consumer, consumer),
        merge(endpoints, other.endpoints),
        merge(secrets, other.secrets));
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
