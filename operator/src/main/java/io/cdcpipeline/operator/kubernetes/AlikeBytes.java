package io.cdcpipeline.operator.kubernetes;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compresses bytes that are much like others, so that only the difference takes space. The others
 * are the dictionary of raw deflate (RFC 1951), which looks back 32 KiB: what is longer is
 * compressed in pieces, each with the part of the others around the same place.
 */
final class AlikeBytes {
  private static final int PIECE = 16 * 1024;

  /** How far the same content may be from the same place. */
  private static final int SHIFT = 8 * 1024;

  private static final int BUFFER = 4 * 1024;

  /** One for all, because each has a quarter of a megabyte; used for microseconds at a time. */
  private static final Deflater DEFLATER = new Deflater(Deflater.BEST_SPEED, true);

  private AlikeBytes() {}

  /** A part of the others. */
  private record Part(int from, int length) {
    static Part around(int place, byte[] others) {
      int from = Math.min(Math.max(0, place - SHIFT), others.length);
      return new Part(from, Math.min(PIECE + SHIFT, others.length - from));
    }
  }

  static byte[] compress(byte[] bytes, byte[] others) {
    var out = new ByteArrayOutputStream(BUFFER);
    var buffer = new byte[BUFFER];
    synchronized (DEFLATER) {
      for (int at = 0; at < bytes.length; at += PIECE) {
        var part = Part.around(at, others);
        DEFLATER.reset();
        DEFLATER.setDictionary(others, part.from(), part.length());
        DEFLATER.setInput(bytes, at, Math.min(PIECE, bytes.length - at));
        DEFLATER.finish();
        while (!DEFLATER.finished()) {
          out.write(buffer, 0, DEFLATER.deflate(buffer));
        }
      }
    }
    return out.toByteArray();
  }

  /**
   * The bytes again.
   *
   * @param length of the bytes as they were
   */
  static byte[] decompress(byte[] compressed, int length, byte[] others) {
    var bytes = new byte[length];
    var inflater = new Inflater(true);
    try {
      inflater.setInput(compressed);
      for (int at = 0; at < length; at += PIECE) {
        var part = Part.around(at, others);
        inflater.setDictionary(others, part.from(), part.length());
        int end = Math.min(at + PIECE, length);
        for (int done = at; done < end; ) {
          done += inflater.inflate(bytes, done, end - done);
        }
        next(inflater, compressed);
      }
      return bytes;
    } catch (DataFormatException e) {
      throw new IllegalStateException(e);
    } finally {
      inflater.end();
    }
  }

  private static void next(Inflater inflater, byte[] compressed) throws DataFormatException {
    inflater.inflate(new byte[1]); // reads the end of the piece
    int rest = inflater.getRemaining();
    inflater.reset();
    inflater.setInput(compressed, compressed.length - rest, rest);
  }
}
