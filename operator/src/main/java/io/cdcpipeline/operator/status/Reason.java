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
  NameConflict(STUCK, "An object of the right name exists and is not managed by this operator."),
  InvalidInput(STUCK, "Something the spec refers to is missing or wrong; the message names it."),
  AccessDenied(STUCK, "This operator lacks a right in the cluster; the message names it."),
  ApiError(TROUBLE, "The Kubernetes API refused or failed a call."),
  InternalError(TROUBLE, "A bug in this operator; its log has the details."),
  Unreachable(TROUBLE, "A remote system does not answer; the message names its address."),
  CredentialsRefused(STUCK, "A remote system refuses user or password."),
  CertificateRefused(STUCK, "A TLS certificate is not trusted; check the Secret with ca.crt."),
  PermissionMissing(STUCK, "A remote system's user lacks a right; the message names it."),
  Deleting(PROGRESSING, "The pipeline is being removed."),
  AbandonedOnDelete(
      NOTICE, "A remote system did not answer during deletion and was left as it is."),

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
