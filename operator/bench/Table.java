import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table in Markdown, filled cell by cell, whose last column says what is to hold. */
final class Table {
  private final List<String> columns;
  private final Map<String, Row> rows = new LinkedHashMap<>();

  private record Row(List<String> cells, String toHold) {}

  Table(List<String> columns) {
    this.columns = columns;
  }

  /** Adds the next cell of a row, and shows it on stderr: the whole takes long. */
  void add(String row, String cell, String toHold) {
    rows.computeIfAbsent(row, r -> new Row(new ArrayList<>(), toHold)).cells().add(cell);
    System.err.println(line(List.of(row, cell, toHold)));
  }

  @Override
  public String toString() {
    var lines = new ArrayList<String>();
    var head = new ArrayList<>(List.of(""));
    head.addAll(columns);
    head.add("To hold");
    lines.add(line(head));
    lines.add("|" + "---|".repeat(head.size()));
    rows.forEach((name, row) -> lines.add(line(name, row)));
    return String.join("\n", lines);
  }

  private String line(String name, Row row) {
    var cells = new ArrayList<>(List.of(name));
    cells.addAll(row.cells());
    cells.addAll(Collections.nCopies(columns.size() - row.cells().size(), ""));
    cells.add(row.toHold());
    return line(cells);
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
