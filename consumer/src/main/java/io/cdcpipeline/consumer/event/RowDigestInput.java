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

/**
 * The canonical form of a row, which is hashed for the id of a row without a primary key: equal
 * rows give equal bytes whatever the order of their columns and the JSON escapes of their text.
 */
final class RowDigestInput {
  private static final int MAX_REUSED_BYTES = 1 << 20;

  private final ByteSpan value = new ByteSpan();
  private final RowColumns columns = new RowColumns();
  private ByteWriter image = new ByteWriter(1024);

  /** A column and where its value is; no copy, because a value may be large. */
  private record Column(String name, int from, int to) {}

  /** The row's data and, for an update, its old values: two updates may end in equal rows. */
  ByteWriter of(CanalMessage message, byte[] bytes, int row) {
    if (image.array.length > MAX_REUSED_BYTES) {
      image = new ByteWriter(1024);
    }
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
      byte[] name = ByteWriter.utf8(column.name());
      appendText(name, 0, name.length);
      appendValue(bytes, column);
    }
    image.put('}');
  }

  private void appendValue(byte[] bytes, Column column) {
    value.set(bytes, column.from(), column.to());
    if (!value.isPresent()) {
      image.put('n');
    } else if (value.hasEscape()) {
      byte[] text = ByteWriter.utf8(value.text());
      appendText(text, 0, text.length);
    } else {
      appendText(bytes, column.from(), column.to());
    }
  }

  /** Length-prefixed, so that different lists of texts never give the same bytes. */
  private void appendText(byte[] utf8, int from, int to) {
    image.putDecimal(to - from);
    image.put(':');
    image.put(utf8, from, to);
  }

  private Column[] columns(byte[] bytes, int from, int to) {
    List<Column> found = new ArrayList<>();
    columns.start(bytes, from, to);
    while (columns.next()) {
      found.add(new Column(columns.name.text(), columns.value.from, columns.value.to));
    }
    return found.toArray(new Column[0]);
  }
}
