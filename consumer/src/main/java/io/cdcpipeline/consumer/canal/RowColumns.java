package io.cdcpipeline.consumer.canal;

import io.cdcpipeline.consumer.json.ByteSpan;
import io.cdcpipeline.consumer.json.JsonScanner;
import java.util.Arrays;

/** Iterates over the columns of a row that the decoder has already validated. */
public final class RowColumns {
  private final JsonScanner json = new JsonScanner();
  public final ByteSpan name = new ByteSpan();

  /** Without its quotes; absent for SQL NULL. */
  public final ByteSpan value = new ByteSpan();

  public void start(byte[] bytes, int from, int to) {
    json.reset(bytes, from, to);
    json.expect('{');
  }

  public boolean next() {
    json.take(',');
    if (json.take('}')) {
      return false;
    }
    json.stringOrNull(name, "column name");
    json.expect(':');
    json.stringOrNull(value, "value");
    return true;
  }

  /** Moves to the column with this name, given in JSON form; false when there is none. */
  public boolean find(ByteSpan wanted) {
    while (next()) {
      if (isNamed(wanted)) {
        return true;
      }
    }
    return false;
  }

  private boolean isNamed(ByteSpan wanted) {
    if (Arrays.equals(name.bytes, name.from, name.to, wanted.bytes, wanted.from, wanted.to)) {
      return true;
    }
    // The same name escaped differently: no encoder does that, but a key must never be missed.
    return (name.hasEscape() || wanted.hasEscape()) && name.text().equals(wanted.text());
  }
}
