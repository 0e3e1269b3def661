package io.cdcpipeline.consumer;

/** Steps through the columns of a row that the decoder has already checked. */
final class RowColumns {
  private final JsonCursor json = new JsonCursor();
  final Span name = new Span();

  /** Without its quotes; absent for SQL NULL. */
  final Span value = new Span();

  void start(byte[] bytes, int from, int to) {
    json.reset(bytes, from, to);
    json.expect('{');
  }

  boolean next() {
    json.take(',');
    if (json.take('}')) {
      return false;
    }
    json.stringOrNull(name, "column name");
    json.expect(':');
    json.stringOrNull(value, "value");
    return true;
  }

  /** Moves to the column of this name, given in JSON form; false when the row has none. */
  boolean find(Span wanted) {
    while (next()) {
      if (sameText(wanted)) {
        return true;
      }
    }
    return false;
  }

  private boolean sameText(Span wanted) {
    if (java.util.Arrays.equals(
        name.bytes, name.from, name.to, wanted.bytes, wanted.from, wanted.to)) {
      return true;
    }
    // Different escapes of one name: no encoder mixes them, but the key must never be missed.
    return (name.hasEscape() || wanted.hasEscape()) && name.text().equals(wanted.text());
  }
}
