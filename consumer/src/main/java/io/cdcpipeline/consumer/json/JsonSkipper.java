package io.cdcpipeline.consumer.json;

/** Skips a JSON value that is not needed, still checking its grammar. */
public final class JsonSkipper {
  /** No row change nests deeper, and recursion without a limit could overflow the stack. */
  private static final int MAX_DEPTH = 128;

  private JsonSkipper() {}

  public static void skip(JsonScanner json) {
    skip(json, 0);
  }

  private static void skip(JsonScanner json, int depth) {
    byte next = json.peek();
    if (next == '"') {
      json.at++;
      json.string();
    } else if (next == '{' || next == '[') {
      skipContainer(json, next == '{', depth);
    } else if (next == '-' || (next >= '0' && next <= '9')) {
      skipNumber(json);
    } else {
      json.literal(next == 't' ? "true" : next == 'f' ? "false" : "null");
    }
  }

  private static void skipContainer(JsonScanner json, boolean object, int depth) {
    if (depth == MAX_DEPTH) {
      throw json.malformed("nested more than " + MAX_DEPTH + " levels deep");
    }
    json.at++;
    char close = object ? '}' : ']';
    if (json.take(close)) {
      return;
    }
    do {
      if (object) {
        json.expect('"');
        json.string();
        json.expect(':');
      }
      skip(json, depth + 1);
    } while (json.take(','));
    json.expect(close);
  }

  private static void skipNumber(JsonScanner json) {
    if (json.bytes[json.at] == '-') {
      json.at++;
    }
    boolean zero = json.at < json.end && json.bytes[json.at] == '0';
    int whole = digits(json);
    if (whole == 0 || (zero && whole > 1)) {
      throw json.malformed("invalid number");
    }
    if (json.at < json.end && json.bytes[json.at] == '.') {
      json.at++;
      requireDigits(json);
    }
    if (json.at < json.end && (json.bytes[json.at] == 'e' || json.bytes[json.at] == 'E')) {
      json.at++;
      if (json.at < json.end && (json.bytes[json.at] == '+' || json.bytes[json.at] == '-')) {
        json.at++;
      }
      requireDigits(json);
    }
  }

  private static void requireDigits(JsonScanner json) {
    if (digits(json) == 0) {
      throw json.malformed("invalid number");
    }
  }

  private static int digits(JsonScanner json) {
    int first = json.at;
    while (json.at < json.end && json.bytes[json.at] >= '0' && json.bytes[json.at] <= '9') {
      json.at++;
    }
    return json.at - first;
  }
}
