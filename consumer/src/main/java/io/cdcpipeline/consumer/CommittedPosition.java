package io.cdcpipeline.consumer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is committed for a partition: the offset to resume from and, in the commit's metadata, the
 * last watermark and the offset to read from to rebuild the deduplication state above it.
 */
record CommittedPosition(long offset, long watermark, long rebuildFrom) {
  private static final Pattern METADATA =
      Pattern.compile("cdc1 watermark=(\\d{1,19}) from=(\\d{1,19})");

  String metadata() {
    return "cdc1 watermark=" + watermark + " from=" + rebuildFrom;
  }

  /** With no metadata, or that of another program, there is nothing to rebuild. */
  static CommittedPosition parse(long offset, String metadata) {
    Matcher matcher = METADATA.matcher(metadata == null ? "" : metadata);
    if (matcher.matches()) {
      try {
        long from = Long.parseLong(matcher.group(2));
        return new CommittedPosition(
            offset, Long.parseLong(matcher.group(1)), Math.min(from, offset));
      } catch (NumberFormatException tooLarge) {
        return new CommittedPosition(offset, 0, offset);
      }
    }
    return new CommittedPosition(offset, 0, offset);
  }
}
