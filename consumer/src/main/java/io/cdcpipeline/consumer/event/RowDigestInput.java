package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.canal.CanalMessage;
import io.cdcpipeline.consumer.canal.Operation;
import io.cdcpipeline.consumer.canal.RowColumns;
import io.cdcpipeline.consumer.canal.RowSpans;
import io.cdcpipeline.consumer.json.ByteSpan;
import io.cdcpipeline.consumer.json.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The canonical form of a row, which is hashed for the id of a row without a primary key: equal
 * rows give equal bytes whatever the order of their columns and the JSON escapes of their text.
 */
final class RowDigestInput {
  private final RowColumns columns = new RowColumns();
  private final ByteWriter image = new ByteWriter(1024);

  private record Column(String name, Optional<String> value) {}

  /** The row's data and, for an update, its old values: two updates may end in equal rows. */
  ByteWriter of(CanalMessage message, byte[] bytes, int row) {
    image.clear();
    append(bytes, message.data, row);
    if (message.operation == Operation.UPDATE) {
      append(bytes, message.old, row);
    }
    return image;
  }

  private void append(byte[] bytes, RowSpans rows, int row) {
    if (!rows.isPresent(row)) {
      image.put('-');
      return;
    }
    Column[] sorted = columns(bytes, rows.from[row], rows.to[row]);
    Arrays.sort(sorted, Comparator.comparing(Column::name));
    image.put('{');
    for (Column column : sorted) {
      appendText(column.name());
      if (column.value().isPresent()) {
        appendText(column.value().get());
      } else {
        image.put('n');
      }
    }
    image.put('}');
  }

  /** Length-prefixed, so that different lists of texts never give the same bytes. */
  private void appendText(String text) {
    byte[] utf8 = ByteWriter.utf8(text);
    image.putDecimal(utf8.length);
    image.put(':');
    image.put(utf8);
  }

  private Column[] columns(byte[] bytes, int from, int to) {
    List<Column> found = new ArrayList<>();
    columns.start(bytes, from, to);
    while (columns.next()) {
      ByteSpan value = columns.value;
      found.add(
          new Column(
              columns.name.text(),
              value.isPresent() ? Optional.of(value.text()) : Optional.empty()));
    }
    return found.toArray(new Column[0]);
  }
}
