package io.cdcpipeline.operator.pipeline;

import java.time.Duration;
import java.util.List;

/**
 * The Secrets that a client logs in to a remote system with. A new password is in its Secret before
 * the system knows it, so whatever reads it only at its start is restarted when a login has shown
 * that the system accepts it, not when the Secret changes. What was accepted last is recorded as a
 * salted checksum, so that a restarted operator neither forgets nor repeats a rotation.
 *
 * @param current checksum of the Secrets as they are now
 */
public record Credentials(StageContext context, String login, String current) {
  /** A password that is changed only in an existing system is noticed within a minute. */
  public static final Duration RECHECK_EXISTING = Duration.ofSeconds(45);

  private static final String PREFIX = "credentials-";

  /**
   * The credentials of one login, as its Secrets are now.
   *
   * @param login names it within the pipeline, such as kafka-ticdc
   */
  public static Credentials of(StageContext context, String login, List<String> secrets) {
    return new Credentials(context, login, context.secrets().checksum("", secrets));
  }

  /** Whether the remote system has accepted any credentials for this login before. */
  public boolean isFirst() {
    return context.appliedState().get(PREFIX + login).isEmpty();
  }

  /** Whether the Secrets have changed since the remote system accepted them. */
  public boolean isPending() {
    return !rollout().equals(current);
  }

  /** The remote system accepts them. */
  public void accept() {
    context.appliedState().put(PREFIX + login, current);
  }

  /** Goes into a pod template: changes once a change of the Secrets is accepted. */
  public String rollout() {
    return context.appliedState().get(PREFIX + login).orElse(current);
  }
}
