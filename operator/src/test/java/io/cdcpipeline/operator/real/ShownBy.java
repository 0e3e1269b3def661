package io.cdcpipeline.operator.real;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.SteadyState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * The results of a run on the real API server, as tables in target/shown-by: accepted children by
 * case, the cost of steady states, and the permissions used.
 */
public final class ShownBy {
  private static final String RUN =
      "<!-- run of %s -->%n%n".formatted(System.getProperty("run.started"));
  private static final Map<String, String> ACCEPTED = new TreeMap<>();

  private ShownBy() {}

  public static synchronized void steady(String title, SteadyState state) {
    var row =
        "| %s | %d | %d | %d | %d |%n"
            .formatted(
                title,
                state.reconciles(),
                state.writes().size(),
                state.events(),
                state.lines().size());
    write(
        "steady-state.md",
        """
        | Pipeline | Reconciles | Writes | Events | Lines at INFO or above |
        |---|---|---|---|---|
        """,
        Map.of(title, row),
        (ours, theirs) -> ours);
  }

  /** One child of a golden case: {@code out-<Kind>-<name>.yaml}. */
  static synchronized void accepted(Path child) {
    var kind = child.getFileName().toString().split("-", -1)[1];
    ACCEPTED.merge(child.getParent().getFileName().toString(), kind, (a, b) -> a + " " + b);
    var rows = new TreeMap<String, String>();
    ACCEPTED.forEach((golden, kinds) -> rows.put(golden, row(golden, kinds)));
    write(
        "accepted.md",
        "| Case | Children | Kinds, all accepted |\n|---|---|---|\n",
        rows,
        (ours, theirs) -> ours);
  }

  /** The permissions that the calls of this run needed. */
  static void rights(RealApi api) {
    var rows = RightsUsed.rows(api);
    if (!rows.isEmpty()) {
      write(
          "rights.md",
          "| Resource | Right and how often it was used |\n|---|---|\n",
          rows,
          RightsUsed::sum);
    }
  }

  private static String row(String golden, String kinds) {
    var counts = new TreeMap<String, Integer>();
    for (var kind : kinds.split(" ", -1)) {
      counts.merge(kind, 1, Integer::sum);
    }
    var text = new StringBuilder();
    counts.forEach(
        (kind, count) ->
            text.append(text.length() == 0 ? "" : ", ")
                .append(kind)
                .append(count > 1 ? " x" + count : ""));
    return "| %s | %d | %s |%n".formatted(golden, kinds.split(" ", -1).length, text);
  }

  private static Path folder() {
    return Golden.root().resolve("operator/target/shown-by");
  }

  /** Several processes run the tests: rows of the others in this run are kept. */
  private static void write(
      String file, String head, Map<String, String> rows, BinaryOperator<String> sameRow) {
    try {
      Files.createDirectories(folder());
      try (var channel = FileChannel.open(folder().resolve("lock"), CREATE, WRITE);
          var ignored = channel.lock()) {
        var all = new TreeMap<>(rows);
        written(folder().resolve(file)).forEach((key, row) -> all.merge(key, row, sameRow));
        Files.writeString(folder().resolve(file), RUN + head + String.join("", all.values()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By their first cell; none of an earlier run. */
  private static Map<String, String> written(Path table) throws IOException {
    var text = Files.exists(table) ? Files.readString(table) : "";
    return text.startsWith(RUN)
        ? text.lines()
            .skip(4)
            .collect(Collectors.toMap(row -> row.split("\\|", -1)[1].trim(), row -> row + "\n"))
        : Map.of();
  }
}
