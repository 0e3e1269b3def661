package io.cdcpipeline.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Sessions that look the same on every API server. */
public final class Transcripts {
  private static final List<String> STATUS =
      List.of(
          "status healthy -n shop",
          "status stalled -n shop",
          "status paused -n shop",
          "status new -n other",
          "status -n shop",
          "status -A -o wide",
          "status stalled -n shop -o json",
          "status healthy -n shop -o yaml",
          "status -n empty",
          "status helthy -n shop",
          "status new",
          "status healthy -n shop --wait",
          "status stalled -n shop --wait --timeout 0s",
          "status healthy -A",
          "status --wait",
          "status healthy --timeout soon",
          "status healthy -n shop -o xml");

  private static final List<String> CHANGE =
      List.of(
          "suspend shop -n shop",
          "suspend shop -n shop",
          "resume shop -n shop",
          "restart shop -n shop",
          "restart shop -n shop --from yesterday",
          "restart shop -n shop --from 2026-01-31T08:00:00Z",
          "restart shop -n shop --from now",
          "restart shop -n shop --consumer",
          "replay shop -n shop --from earliest",
          "replay shop -n shop --from earliest --table shop",
          "replay shop -n shop --from earliest --wait --timeout 0s",
          "resume shp -n shop");

  private static final List<String> SMOKE =
      List.of(
          "smoke shop -n shop --timeout 0s",
          "smoke shop -n shop --operator-namespace elsewhere",
          "smoke shp -n shop",
          "smoke shop -n shop --skip sql",
          "smoke shop -n shop --prometheus prometheus:9090",
          "smoke shop -n shop --hop-timeout 3h");

  private Transcripts() {}

  /** With the pipelines of pipelines.yaml. */
  public static String status(TestCluster cluster) {
    return of(cluster, STATUS);
  }

  /** With the pipeline of plan/live.yaml. */
  public static String change(TestCluster cluster) {
    return of(cluster, CHANGE);
  }

  /** With the pipeline of plan/live.yaml, the operator of operator.yaml, and no controller. */
  public static String smoke(TestCluster cluster) {
    return of(cluster, SMOKE);
  }

  /**
   * Plans of files in the folder plan.
   *
   * @param plans file without its ending, then options
   */
  public static String plans(TestCluster cluster, List<String> plans) {
    return plans.stream().map(plan -> plan(cluster, plan)).collect(Collectors.joining("\n"));
  }

  /** One of them. */
  public static String plan(TestCluster cluster, String plan) {
    Path files = Golden.root().resolve("cli/src/test/resources/plan");
    var file = plan.replaceAll(" .*", "");
    var command = plan.replaceFirst(file, "plan -f " + files.resolve(file + ".yaml"));
    return cluster.run(command).transcript(command).replace(files + "/", "");
  }

  private static String of(TestCluster cluster, List<String> commands) {
    return commands.stream()
        .map(command -> cluster.run(command).transcript(command))
        .collect(Collectors.joining("\n"));
  }
}
