package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.Rejection.Reason;

/** Reads {@code data} and {@code old}. */
final class RowsDecoder {
  private final JsonCursor json;

  RowsDecoder(JsonCursor json) {
    this.json = json;
  }

  /** An array of rows, or null. */
  void read(Rows rows, String field) {
    rows.clear();
    if (json.takeNull()) {
      return;
    }
    if (json.peek() != '[') {
      throw invalid(field + " is neither an array nor null");
    }
    json.at++;
    if (json.take(']')) {
      return;
    }
    do {
      if (json.peek() == '{') {
        int from = json.at;
        row(rows, field);
        rows.add(from, json.at);
      } else {
        json.literal("null");
        rows.addNull();
      }
    } while (json.take(','));
    json.expect(']');
  }

  /**
   * Reads over one row, checking that each value is a string or null: any other shape could be
   * refused by the index. A row is copied into the line as it stands, so nothing is stored here.
   */
  private void row(Rows rows, String field) {
    json.at++;
    if (json.peek() == '}') {
      rows.spaced |= json.bytes[json.at - 1] != '{';
      json.at++;
      return;
    }
    byte[] b = json.bytes;
    do {
      rows.spaced |= startsWithSpace(b);
      json.expect('"');
      json.string();
      rows.spaced |= startsWithSpace(b);
      json.expect(':');
      rows.spaced |= startsWithSpace(b);
      value(field);
      rows.spaced |= startsWithSpace(b);
    } while (json.take(','));
    json.expect('}');
  }

  private boolean startsWithSpace(byte[] b) {
    return json.at < json.end && b[json.at] <= ' ' && b[json.at] > 0;
  }

  private void value(String field) {
    byte next = json.peek();
    if (next == '"') {
      json.at++;
      json.string();
    } else if (next == 'n') {
      json.literal("null");
    } else {
      json.skip();
      throw invalid("a value in " + field + " is neither a string nor null");
    }
  }

  private static Rejection invalid(String what) {
    return new Rejection(Reason.INVALID_EVENT, what);
  }
}
