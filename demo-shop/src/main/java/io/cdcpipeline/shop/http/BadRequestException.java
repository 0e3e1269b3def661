package io.cdcpipeline.shop.http;

/** A request that no repetition makes right; it names the field. */
final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;

  BadRequestException(String field, String problem) {
    super(field + ": " + problem, null, false, false);
    this.field = field;
  }

  String field() {
    return field;
  }
}
