package io.cdcpipeline.operator.naming;

import java.util.Locale;

/** The component of a pipeline that a child belongs to: the value of its component label. */
public enum ComponentName {
  DATABASE,
  KAFKA,
  CONSUMER,
  /** Pods of a replay: no Service, monitor or disruption budget of the consumer selects them. */
  REPLAY,
  SEARCH,
  MONITORING,
  /** The operator's own bookkeeping. */
  OPERATOR;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The label's value. */
  @Override
  public String toString() {
    return label;
  }
}
