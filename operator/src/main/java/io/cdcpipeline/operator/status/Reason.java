package io.cdcpipeline.operator.status;

import static io.cdcpipeline.operator.status.Severity.ACTION_REQUIRED;
import static io.cdcpipeline.operator.status.Severity.DEGRADED;
import static io.cdcpipeline.operator.status.Severity.OK;
import static io.cdcpipeline.operator.status.Severity.PROGRESSING;
import static io.cdcpipeline.operator.status.Severity.SUSPENDED;
import static io.cdcpipeline.operator.status.Severity.WARNING;

/**
 * Reasons of conditions and events: one word that a script may compare with, and the meaning that
 * docs/reference.md prints beside it.
 */
public enum Reason {
  // every stage
  Ready(OK, "The stage matches the spec; on Ready, every stage does and data flows."),
  Disabled(OK, "The spec turns this stage off."),
  DependencyNotReady(PROGRESSING, "An earlier stage has to be ready first; the message names it."),
  Progressing(PROGRESSING, "Children exist and are being brought up by their operator."),
  ChildFailed(DEGRADED, "A child reports a failure; its own message is repeated."),
  OperatorNotInstalled(
      ACTION_REQUIRED,
      "The operator of a child's kind is missing; the message names the chart to install."),
  NameConflict(
      ACTION_REQUIRED, "An object or topic of the right name exists and is not this pipeline's."),
  InvalidReference(
      ACTION_REQUIRED, "Something the spec refers to is missing or wrong; the message names it."),
  Forbidden(ACTION_REQUIRED, "This operator lacks a right in the cluster; the message names it."),
  ApiError(DEGRADED, "The Kubernetes API refused or failed a call."),
  InternalError(DEGRADED, "A bug in this operator; its log has the details."),
  Unreachable(DEGRADED, "A remote system does not answer; the message names its address."),
  RemoteError(DEGRADED, "A remote system answers with an error; the message repeats it."),
  AuthenticationFailed(ACTION_REQUIRED, "A remote system refuses user or password."),
  CertificateNotTrusted(
      ACTION_REQUIRED, "A TLS certificate is not trusted; check the Secret with ca.crt."),
  AuthorizationFailed(
      ACTION_REQUIRED, "A remote system's user lacks a right; the message names it."),
  Deleting(PROGRESSING, "The pipeline is being removed."),
  CleanupTimedOut(WARNING, "A remote system did not answer during deletion and was left as it is."),

  // changefeed
  Replicating(OK, "The checkpoint moves: changes reach Kafka."),
  CatchingUp(WARNING, "Changes reach Kafka, but minutes behind the database."),
  NoMatchingTables(WARNING, "No table matches spec.changefeed.tables, so nothing can be sent."),
  RulesWithoutTables(
      WARNING, "Some rules of spec.changefeed.tables match no table; they are named."),
  TablesWithoutKey(
      WARNING,
      "The named tables have neither primary nor unique key and are skipped; give them one, or set"
          + " spec.changefeed.tablesWithoutKey: Replicate."),
  SuspendedNearDeadline(
      SUSPENDED, "Suspended for more than half of the time that TiDB keeps what resuming needs."),
  ResumeDeadlineNear(
      DEGRADED, "The changefeed must go on before the named moment or changes are lost."),
  TicdcNotReady(PROGRESSING, "TiCDC is starting or electing an owner."),
  ChangefeedRetrying(DEGRADED, "TiCDC meets an error and retries by itself; its text is repeated."),
  ChangefeedStalled(
      DEGRADED, "The checkpoint stands still although TiCDC reports no error; it is restarted."),
  ChangefeedRecovering(DEGRADED, "The changefeed failed and is resumed with growing delays."),
  ChangefeedFailed(
      ACTION_REQUIRED,
      "The changefeed failed too often to be resumed again; the message says how to go on."),
  ChangefeedLost(
      ACTION_REQUIRED,
      "TiDB no longer has what the changefeed would send next; only a new restartNonce recreates"
          + " it, and what is lost is named."),
  ChangefeedRejected(ACTION_REQUIRED, "TiCDC refuses the configuration; its text is repeated."),
  SinkUnreachable(DEGRADED, "TiCDC cannot reach or use the Kafka topic; its text is repeated."),
  MessageTooLarge(
      ACTION_REQUIRED,
      "A row is larger than spec.changefeed.maxMessageBytes: raise it, or exclude columns."),
  ChangefeedCreated(OK, "The changefeed was created; the event names its start."),
  ChangefeedUpdated(OK, "The changefeed has the configuration of the spec."),
  ChangefeedPaused(OK, "The changefeed was paused."),
  ChangefeedResumed(OK, "The changefeed was resumed."),
  ChangefeedRemoved(OK, "The changefeed was removed."),
  // database
  SQLStatementFailed(
      ACTION_REQUIRED, "A SQL statement failed; its number, its start and the error are named."),

  // kafka
  TopicConfigDrift(WARNING, "An existing topic is not as the spec wants it and was left so."),

  // consumer
  ConsumerScaledToZero(WARNING, "No consumer is wanted; changes wait in the topic."),
  ExcessConsumers(WARNING, "There are more consumers than partitions."),
  // search
  IndicesExpired(OK, "Days of events older than spec.search.retentionDays were deleted."),

  // monitoring
  GrafanaNamespaceNotWritable(
      WARNING, "Grafana's namespace cannot be written to, so Grafana does not show events."),

  // whole pipeline
  Suspended(SUSPENDED, "spec.suspend is true: the changefeed is paused, everything else is up.");

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
