package io.cdcpipeline.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, as wide as their widest cell, without trailing spaces. */
public final class TextTable {
  private static final String GAP = "   ";
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    rows.add(List.of(header));
  }

  public TextTable row(Object... cells) {
    var row = new ArrayList<String>();
    for (var cell : cells) {
      row.add(cell == null ? "" : PlainText.oneLine(cell.toString()));
    }
    rows.add(row);
    return this;
  }

  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** Lines, each with its end. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(column == 0 ? "" : GAP).append(padded(row.get(column), width(column)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> column < row.size())
        .mapToInt(row -> PlainText.width(row.get(column)))
        .max()
        .orElse(0);
  }

  /** Escape sequences of colours take no room. */
  public static String padded(String cell, int width) {
    return cell + " ".repeat(Math.max(0, width - PlainText.width(cell)));
  }
}
