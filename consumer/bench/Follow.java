import java.io.RandomAccessFile;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Follows a file of lines and prints the age of each line when it could be read: Follow FILE SKIP
 * COUNT. The send time is in each line's column sent_ns, by the clock that all processes share.
 */
final class Follow {
  private static final byte[] MARK = "\"sent_ns\":\"".getBytes();

  public static void main(String[] args) throws Exception {
    int skip = Integer.parseInt(args[1]);
    long[] ages = new long[Integer.parseInt(args[2])];
    int seen = 0;
    byte[] buffer = new byte[1 << 20];
    int kept = 0;
    try (RandomAccessFile file = new RandomAccessFile(args[0], "r")) {
      while (seen < skip + ages.length) {
        int length = file.read(buffer, kept, buffer.length - kept);
        if (length <= 0) {
          LockSupport.parkNanos(200_000);
          continue;
        }
        long now = System.nanoTime();
        int end = kept + length;
        int line = 0;
        for (int i = kept; i < end; i++) {
          if (buffer[i] == '\n') {
            long sent = sent(buffer, line, i);
            if (sent > 0) {
              if (seen >= skip && seen < skip + ages.length) {
                ages[seen - skip] = now - sent;
              }
              seen++;
            }
            line = i + 1;
          }
        }
        System.arraycopy(buffer, line, buffer, 0, end - line);
        kept = end - line;
      }
    }
    Arrays.sort(ages);
    System.out.printf(
        "{\"p50\": %.2f, \"p99\": %.2f}%n",
        ages[ages.length / 2] / 1e6, ages[ages.length * 99 / 100] / 1e6);
  }

  private static long sent(byte[] b, int from, int to) {
    for (int i = from; i < to - MARK.length; i++) {
      if (b[i] == MARK[0] && Arrays.equals(b, i, i + MARK.length, MARK, 0, MARK.length)) {
        long value = 0;
        for (int k = i + MARK.length; b[k] >= '0' && b[k] <= '9'; k++) {
          value = value * 10 + b[k] - '0';
        }
        if (value > 0) { // else it is the column type in mysqlType
          return value;
        }
      }
    }
    return 0;
  }
}
