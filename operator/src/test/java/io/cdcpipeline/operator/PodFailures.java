package io.cdcpipeline.operator;

import java.util.Map;

/** Statuses of pods as kubelet and scheduler write them, and what a condition's message repeats. */
public final class PodFailures {
  public static final String UNSCHEDULABLE =
      """
      phase: Pending
      conditions:
      - type: PodScheduled
        status: "False"
        reason: Unschedulable
        message: "0/3 nodes are available: 3 Insufficient memory."
      """;
  public static final String CRASHING =
      """
      phase: Running
      containerStatuses:
      - name: main
        state: {waiting: {reason: CrashLoopBackOff, message: back-off 10s}}
        lastState: {terminated: {exitCode: 78, reason: Error}}
      """;
  public static final String OUT_OF_MEMORY =
      """
      phase: Running
      containerStatuses:
      - name: main
        restartCount: 1
        state: {running: {}}
        lastState: {terminated: {exitCode: 137, reason: OOMKilled}}
      """;
  private static final String NO_IMAGE =
      """
      phase: Pending
      containerStatuses:
      - name: main
        state: {waiting: {reason: ImagePullBackOff, message: no such manifest}}
      """;
  private static final String CRASHING_OUT_OF_MEMORY =
      """
      phase: Running
      containerStatuses:
      - name: main
        state: {waiting: {reason: CrashLoopBackOff, message: back-off 5m}}
        lastState: {terminated: {exitCode: 137, reason: OOMKilled}}
      """;

  /** Each status, with what follows the pod's name in the message. */
  public static final Map<String, String> ALL =
      Map.of(
          UNSCHEDULABLE,
          " cannot be scheduled: 0/3 nodes are available: 3 Insufficient memory.",
          CRASHING,
          ": CrashLoopBackOff, back-off 10s (last exit code 78; see kubectl logs)",
          OUT_OF_MEMORY,
          ": container main was OOMKilled: raise its memory limit",
          NO_IMAGE,
          ": ImagePullBackOff, no such manifest",
          CRASHING_OUT_OF_MEMORY,
          ": CrashLoopBackOff, back-off 5m (was OOMKilled: raise its memory limit)");

  private PodFailures() {}
}
