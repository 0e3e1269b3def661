package io.cdcpipeline.shop.http;

/** More requests at once than the shop takes. */
final class OverloadedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OverloadedException(int most) {
    super("more than %d requests at once".formatted(most), null, false, false);
  }
}
