package io.cdcpipeline.operator.status;

/** Condition types in data-flow order; {@link #READY} summarises the others. */
public enum ConditionType {
  READY("Ready"),
  DATABASE("DatabaseReady"),
  KAFKA("KafkaReady"),
  CHANGEFEED("ChangefeedReady"),
  CONSUMER("ConsumerReady"),
  SEARCH("SearchReady"),
  MONITORING("MonitoringReady"),
  DATA_FLOWING("DataFlowing");

  private final String text;

  ConditionType(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
