package io.cdcpipeline.local.demo;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Formats rows as aligned columns, three spaces apart like kubectl; numbers are right-aligned. */
final class TextTable {
  private TextTable() {}

  static String format(List<List<String>> rows) {
    List<Integer> widths =
        IntStream.range(0, rows.get(0).size())
            .mapToObj(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toList();
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
  }

  private static String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      String padding = " ".repeat(widths.get(i) - cell.length());
      boolean number = cell.matches("[0-9,]+");
      line.append(i == 0 ? "" : "   ").append(number ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }
}
