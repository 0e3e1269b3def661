package io.cdcpipeline.operator.status;

import static io.cdcpipeline.operator.status.Severity.FINE;
import static io.cdcpipeline.operator.status.Severity.NOTICE;
import static io.cdcpipeline.operator.status.Severity.PAUSED;
import static io.cdcpipeline.operator.status.Severity.PROGRESSING;
import static io.cdcpipeline.operator.status.Severity.STUCK;
import static io.cdcpipeline.operator.status.Severity.TROUBLE;

/**
 * Reasons of conditions and events: one word that a script may compare with, and the meaning that
 * docs/reference.md prints beside it.
 */
public enum Reason {
  // every stage
  AsWished(FINE, "The stage is as the spec wants it."),
  Disabled(FINE, "The spec turns this stage off."),
  Waiting(PROGRESSING, "An earlier stage has to be ready first; the message names it."),
  Progressing(PROGRESSING, "Children exist and are being brought up by their operator."),
  ChildFailed(TROUBLE, "A child reports a failure; its own message is repeated."),
  OperatorNotInstalled(
      STUCK, "The operator of a child's kind is missing; the message names the chart to install."),
  NameConflict(STUCK, "An object or topic of the right name exists and is not this pipeline's."),
  InvalidInput(STUCK, "Something the spec refers to is missing or wrong; the message names it."),
  AccessDenied(STUCK, "This operator lacks a right in the cluster; the message names it."),
  ApiError(TROUBLE, "The Kubernetes API refused or failed a call."),
  InternalError(TROUBLE, "A bug in this operator; its log has the details."),
  Unreachable(TROUBLE, "A remote system does not answer; the message names its address."),
  RemoteError(TROUBLE, "A remote system answers with an error; the message repeats it."),
  CredentialsRefused(STUCK, "A remote system refuses user or password."),
  CertificateRefused(STUCK, "A TLS certificate is not trusted; check the Secret with ca.crt."),
  PermissionMissing(STUCK, "A remote system's user lacks a right; the message names it."),
  Deleting(PROGRESSING, "The pipeline is being removed."),
  AbandonedOnDelete(
      NOTICE, "A remote system did not answer during deletion and was left as it is."),

  // changefeed
  Flowing(FINE, "The checkpoint moves: changes reach Kafka."),
  CatchingUp(NOTICE, "Changes reach Kafka, but minutes behind the database."),
  NoTableMatches(NOTICE, "No table matches spec.changefeed.tables, so nothing can be sent."),
  TablesMissing(NOTICE, "Some rules of spec.changefeed.tables match no table; they are named."),
  TablesWithoutKey(
      NOTICE,
      "The named tables have neither primary nor unique key and are skipped; give them one, or set"
          + " spec.changefeed.tablesWithoutKey: Replicate."),
  SuspendedTooLong(
      PAUSED, "Suspended for more than half of the time that TiDB keeps what resuming needs."),
  DataLossAhead(TROUBLE, "The changefeed must go on before the named moment or changes are lost."),
  TicdcNotReady(PROGRESSING, "TiCDC is starting or electing an owner."),
  ChangefeedRetrying(TROUBLE, "TiCDC meets an error and retries by itself; its text is repeated."),
  ChangefeedStalled(
      TROUBLE, "The checkpoint stands still although TiCDC reports no error; it is restarted."),
  ChangefeedRecovering(TROUBLE, "The changefeed failed and is resumed with growing delays."),
  ChangefeedFailed(
      STUCK, "The changefeed failed too often to be resumed again; the message says how to go on."),
  ChangefeedLost(
      STUCK,
      "TiDB no longer has what the changefeed would send next; only a new restartNonce recreates"
          + " it, and what is lost is named."),
  ChangefeedRefused(STUCK, "TiCDC refuses the configuration; its text is repeated."),
  SinkUnreachable(TROUBLE, "TiCDC cannot reach or use the Kafka topic; its text is repeated."),
  MessageTooLarge(
      STUCK, "A row is larger than spec.changefeed.maxMessageBytes: raise it, or exclude columns."),
  ChangefeedCreated(FINE, "The changefeed was created; the event names its start."),
  ChangefeedUpdated(FINE, "The changefeed has the configuration of the spec."),
  ChangefeedPaused(FINE, "The changefeed was paused."),
  ChangefeedResumed(FINE, "The changefeed was resumed."),
  ChangefeedRemoved(FINE, "The changefeed was removed."),
  // database
  StatementFailed(STUCK, "A SQL statement failed; its number, its start and the error are named."),

  // kafka
  TopicDiffers(NOTICE, "An existing topic is not as the spec wants it and was left so."),

  // consumer
  ConsumerScaledToZero(NOTICE, "No consumer is wanted; changes wait in the topic."),
  ConsumersIdle(NOTICE, "There are more consumers than partitions."),
  // search
  DaysExpired(FINE, "Days of events older than spec.search.retentionDays were deleted."),

  // monitoring
  GrafanaUnavailable(
      NOTICE, "Grafana's namespace cannot be written to, so Grafana does not show events."),

  // whole pipeline
  PipelineReady(FINE, "Every stage is ready and data flows."),
  Suspended(PAUSED, "spec.suspend is true: the changefeed is paused, everything else is up.");

  private final Severity severity;
  private final String meaning;

  Reason(Severity severity, String meaning) {
    this.severity = severity;
    this.meaning = meaning;
  }

  public Severity severity() {
    return severity;
  }

  /** One sentence for the table of reasons. */
  public String meaning() {
    return meaning;
  }
}
