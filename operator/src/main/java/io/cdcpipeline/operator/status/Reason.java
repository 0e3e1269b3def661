package io.cdcpipeline.operator.status;

import static io.cdcpipeline.operator.status.Severity.ACTION_REQUIRED;
import static io.cdcpipeline.operator.status.Severity.DEGRADED;
import static io.cdcpipeline.operator.status.Severity.OK;
import static io.cdcpipeline.operator.status.Severity.PROGRESSING;
import static io.cdcpipeline.operator.status.Severity.SUSPENDED;
import static io.cdcpipeline.operator.status.Severity.WARNING;

/**
 * Reasons of conditions and events: one word that scripts may compare with, and its meaning, which
 * docs/reference.md repeats.
 */
public enum Reason {
  // every stage
  Ready(OK, "The stage matches the spec; on Ready, every stage does and data flows."),
  Disabled(OK, "The spec turns this stage off."),
  DependencyNotReady(PROGRESSING, "An earlier stage must be ready first; the message names it."),
  Progressing(PROGRESSING, "Children exist and their operator is bringing them up."),
  ChildFailed(DEGRADED, "A child reports a failure; the message repeats its own."),
  OperatorNotInstalled(
      ACTION_REQUIRED,
      "The operator of a child's kind is missing; the message names the chart to install."),
  NameConflict(
      ACTION_REQUIRED,
      "An object or topic of the required name exists and does not belong to this pipeline."),
  InvalidReference(
      ACTION_REQUIRED, "Something the spec refers to is missing or invalid; the message names it."),
  InvalidSpec(
      ACTION_REQUIRED,
      "A field of the spec has what this cluster's operators cannot take, or what belongs to them;"
          + " the message names it, and until it is changed the children stay as they are."),
  Forbidden(
      ACTION_REQUIRED, "This operator lacks a permission in the cluster; the message names it."),
  ApiError(DEGRADED, "A call to the Kubernetes API was refused or failed."),
  InternalError(DEGRADED, "A bug in this operator; its log has the details."),
  Unreachable(DEGRADED, "A remote system does not answer; the message names its address."),
  RemoteError(DEGRADED, "A remote system answers with an error; the message repeats it."),
  AuthenticationFailed(ACTION_REQUIRED, "A remote system rejects the user or the password."),
  CertificateNotTrusted(
      ACTION_REQUIRED, "A TLS certificate is not trusted; check the Secret that holds ca.crt."),
  AddressRefused(
      ACTION_REQUIRED,
      "The spec names an address that this pipeline may not use; the message says whose it is."),
  AuthorizationFailed(
      ACTION_REQUIRED, "The user at a remote system lacks a privilege; the message names it."),
  Deleting(PROGRESSING, "The pipeline is being removed."),
  CleanupTimedOut(WARNING, "A remote system did not answer during deletion and was left as it is."),

  // changefeed
  Replicating(OK, "The checkpoint advances: changes reach Kafka."),
  CatchingUp(WARNING, "Changes reach Kafka, but minutes behind the database."),
  NoMatchingTables(WARNING, "No table matches spec.changefeed.tables, so nothing is replicated."),
  RulesWithoutTables(
      WARNING, "Some rules in spec.changefeed.tables match no table; the message names them."),
  TablesWithoutKey(
      WARNING,
      "The named tables have neither a primary nor a unique key and are skipped; add one, or set"
          + " spec.changefeed.tablesWithoutKey: Replicate."),
  SuspendedNearDeadline(
      SUSPENDED,
      "Suspended for more than half the time for which TiDB keeps the data needed to resume."),
  ResumeDeadlineNear(
      DEGRADED, "The changefeed must resume before the named time, or changes are lost."),
  TicdcNotReady(PROGRESSING, "TiCDC is starting or electing an owner."),
  ChangefeedRetrying(DEGRADED, "TiCDC has an error and retries by itself; the message repeats it."),
  ChangefeedStalled(
      DEGRADED,
      "The checkpoint has stopped advancing although TiCDC reports no error; the changefeed is"
          + " restarted."),
  ChangefeedRecovering(DEGRADED, "The changefeed failed and is resumed with increasing delays."),
  ChangefeedFailed(
      ACTION_REQUIRED,
      "The changefeed failed too often to be resumed again; the message says how to proceed."),
  ChangefeedLost(
      ACTION_REQUIRED,
      "TiDB no longer has the changes that come next; only a new restartNonce recreates the"
          + " changefeed, and the message names what is lost."),
  ChangefeedRejected(
      ACTION_REQUIRED, "TiCDC rejects the configuration; the message repeats its error."),
  SinkUnreachable(
      DEGRADED, "TiCDC cannot reach or use the Kafka topic; the message repeats its error."),
  MessageTooLarge(
      ACTION_REQUIRED,
      "A row is larger than spec.changefeed.maxMessageBytes: raise it, or exclude columns."),
  ChangefeedCreated(OK, "The changefeed was created; the event names its start point."),
  ChangefeedUpdated(OK, "The changefeed has the configuration of the spec."),
  ChangefeedPaused(OK, "The changefeed was paused."),
  ChangefeedResumed(OK, "The changefeed was resumed."),
  ChangefeedRemoved(OK, "The changefeed was removed."),
  // database
  SQLStatementFailed(
      ACTION_REQUIRED,
      "A SQL statement failed; the message has its number, its beginning and the error."),

  // kafka
  TopicConfigDrift(WARNING, "An existing topic differs from the spec and was left as it is."),

  // consumer
  ConsumerScaledToZero(WARNING, "spec.consumer.replicas is 0; changes wait in the topic."),
  InsufficientMemory(
      ACTION_REQUIRED,
      "spec.consumer.resources gives less memory than spec.changefeed.maxMessageBytes needs; the"
          + " message has both amounts."),
  ExcessConsumers(WARNING, "There are more consumers than partitions; the excess is idle."),
  ReplayStarted(OK, "The Job of spec.replay was created; the event names its time and tables."),
  ReplayIncomplete(
      WARNING,
      "Kafka no longer has all that spec.replay asks for; the message says what else can."),
  ReplaySucceeded(OK, "The replay is done, and its last lines were found in Elasticsearch."),
  ReplayFailed(
      WARNING,
      "The replay failed, the consumers are fine; status.replay.message says why, and a new nonce"
          + " replays again."),

  // search
  IndicesExpired(OK, "Daily indices older than spec.search.retentionDays were deleted."),
  EventsMissing(
      DEGRADED,
      "Elasticsearch has fewer changes than the consumers counted; the message names partition,"
          + " time and number, and the command that indexes them again."),
  EventsDropped(
      DEGRADED,
      "Elasticsearch rejected events for good and Filebeat dropped them; the message names the pod"
          + " whose log has the reason. If they are missing, EventsMissing follows."),
  EventsRefused(
      DEGRADED,
      "Filebeat has events and delivers none of them; the message names the pod whose log has the"
          + " reason."),
  EventsWaiting(
      WARNING,
      "Events come faster than Filebeat can deliver them to Elasticsearch, and its queue of 1 GB"
          + " fills."),

  // monitoring
  GrafanaNamespaceNotWritable(
      WARNING,
      "The operator cannot write to Grafana's namespace, so Grafana does not show events."),

  // whole pipeline
  HopStalled(
      DEGRADED,
      "Changes have stopped moving between two systems; the message names the hop of status.hops"
          + " and since when."),
  Suspended(SUSPENDED, "spec.suspend is true: the changefeed is paused, everything else runs.");

  private final Severity severity;
  private final String meaning;

  Reason(Severity severity, String meaning) {
    this.severity = severity;
    this.meaning = meaning;
  }

  public Severity severity() {
    return severity;
  }

  /** One sentence for users, in docs/reference.md. */
  public String meaning() {
    return meaning;
  }
}
