package io.cdcpipeline.consumer.canal;

import io.cdcpipeline.consumer.json.JsonScanner;
import io.cdcpipeline.consumer.json.JsonSkipper;
import io.cdcpipeline.consumer.json.RejectedRecordException;
import io.cdcpipeline.consumer.json.RejectedRecordException.Reason;

/** Decodes {@code data} and {@code old}. */
final class RowsDecoder {
  private final JsonScanner json;

  RowsDecoder(JsonScanner json) {
    this.json = json;
  }

  /** An array of rows, or null. */
  void read(RowSpans rows, String field) {
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
   * Skips one row, checking that each value is a string or null: the index might reject any other
   * shape. A row is copied into the line unchanged, so nothing is stored here.
   */
  private void row(RowSpans rows, String field) {
    json.at++;
    if (json.peek() == '}') {
      rows.hasWhitespace |= json.bytes[json.at - 1] != '{';
      json.at++;
      return;
    }
    byte[] b = json.bytes;
    do {
      rows.hasWhitespace |= isAtWhitespace(b);
      json.expect('"');
      json.string();
      rows.hasWhitespace |= isAtWhitespace(b);
      json.expect(':');
      rows.hasWhitespace |= isAtWhitespace(b);
      value(field);
      rows.hasWhitespace |= isAtWhitespace(b);
    } while (json.take(','));
    json.expect('}');
  }

  private boolean isAtWhitespace(byte[] b) {
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
      JsonSkipper.skip(json);
      throw invalid("a value in " + field + " is neither a string nor null");
    }
  }

  private static RejectedRecordException invalid(String what) {
    return new RejectedRecordException(Reason.INVALID_EVENT, what);
  }
}
