import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Follows the lines of several consumers and keeps, for each partition, the longest time without
 * one: Pauses PARTITIONS FILE... Each line on stdin ends a window and names it; partitions whose
 * consumer changed in it are kept apart. "end ROWS" waits for so many and prints the result.
 */
final class Pauses {
  private static final byte[] PARTITION = "\"partition\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OFFSET = "\"offset\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EVENT = "\"cdc_event\"".getBytes(StandardCharsets.US_ASCII);
  private static final long SILENCE = 10_000_000_000L;

  private final long[] last;
  private final long[] longest;
  private final Path[] owner;
  private final BitSet moved = new BitSet();
  private final BitSet[] offsets;
  private final Map<String, List<Long>> windows = new LinkedHashMap<>();
  private long lines;
  private long distinct;
  private long newest = System.nanoTime();

  private Pauses(int partitions) {
    last = new long[partitions];
    longest = new long[partitions];
    owner = new Path[partitions];
    offsets = new BitSet[partitions];
    Arrays.setAll(offsets, p -> new BitSet());
  }

  /** A growing file, opened once it has something. */
  private static final class Output {
    final Path path;
    RandomAccessFile file;
    final byte[] buffer = new byte[1 << 20];
    int kept;

    Output(String path) {
      this.path = Path.of(path);
    }
  }

  public static void main(String[] args) throws Exception {
    Pauses pauses = new Pauses(Integer.parseInt(args[0]));
    List<Output> outputs = Arrays.stream(args).skip(1).map(Output::new).toList();
    BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(commands), "commands");
    reader.setDaemon(true);
    reader.start();
    long wanted = -1;
    while (wanted < 0 || !pauses.complete(wanted)) {
      boolean any = false;
      for (Output output : outputs) {
        any |= pauses.follow(output);
      }
      String command = commands.poll();
      if (command != null && command.startsWith("end ")) {
        wanted = Long.parseLong(command.substring(4));
        pauses.newest = System.nanoTime();
      } else if (command != null) {
        pauses.window(command);
      }
      if (!any) {
        LockSupport.parkNanos(200_000);
      }
    }
    System.out.println(pauses.json(wanted));
  }

  private static void read(BlockingQueue<String> commands) {
    new BufferedReader(new InputStreamReader(System.in)).lines().forEach(commands::add);
  }

  /** Also once nothing has come for long, so that a missing row is reported. A repeated one may come last. */
  private boolean complete(long wanted) {
    long silence = System.nanoTime() - newest;
    return silence > SILENCE || distinct >= wanted && silence > SILENCE / 5;
  }

  private boolean follow(Output output) throws Exception {
    if (output.file == null) {
      if (!Files.exists(output.path) || Files.size(output.path) == 0) {
        return false;
      }
      output.file = new RandomAccessFile(output.path.toFile(), "r");
    }
    byte[] b = output.buffer;
    int length = output.file.read(b, output.kept, b.length - output.kept);
    if (length <= 0) {
      return false;
    }
    long now = System.nanoTime();
    int end = output.kept + length;
    int line = 0;
    for (int i = output.kept; i < end; i++) {
      if (b[i] == '\n') {
        line(b, line, i, now, output.path);
        line = i + 1;
      }
    }
    System.arraycopy(b, line, b, 0, end - line);
    output.kept = end - line;
    return true;
  }

  private void line(byte[] b, int from, int to, long now, Path consumer) {
    if (find(b, from, to, EVENT) < 0) {
      return;
    }
    int p = (int) number(b, find(b, from, to, PARTITION));
    int offset = (int) number(b, find(b, from, to, OFFSET));
    lines++;
    newest = now;
    if (!offsets[p].get(offset)) {
      offsets[p].set(offset);
      distinct++;
    }
    if (last[p] != 0) {
      longest[p] = Math.max(longest[p], now - last[p]);
    }
    last[p] = now;
    if (owner[p] != null && owner[p] != consumer) {
      moved.set(p);
    }
    owner[p] = consumer;
  }

  /** The position after the mark, or -1. */
  private static int find(byte[] b, int from, int to, byte[] mark) {
    for (int i = from; i <= to - mark.length; i++) {
      if (b[i] == mark[0] && Arrays.equals(b, i, i + mark.length, mark, 0, mark.length)) {
        return i + mark.length;
      }
    }
    return -1;
  }

  private static long number(byte[] b, int at) {
    long value = 0;
    for (int i = at; b[i] >= '0' && b[i] <= '9'; i++) {
      value = value * 10 + b[i] - '0';
    }
    return value;
  }

  /** A partition that has been silent since before the window's end pauses until now at least. */
  private void window(String name) {
    long now = System.nanoTime();
    for (int p = 0; p < longest.length; p++) {
      String key = moved.get(p) ? name + ", moved" : name;
      windows
          .computeIfAbsent(key, n -> new ArrayList<>())
          .add(Math.max(longest[p], last[p] == 0 ? 0 : now - last[p]));
      longest[p] = 0;
    }
    moved.clear();
  }

  private String json(long wanted) {
    List<String> parts = new ArrayList<>();
    windows.forEach(
        (name, pauses) -> {
          long[] sorted = pauses.stream().mapToLong(Long::longValue).sorted().toArray();
          parts.add(
              String.format(
                  "\"%s\": {\"partitions\": %d, \"p50\": %.2f, \"p99\": %.2f, \"longest\": %.2f}",
                  name,
                  sorted.length,
                  sorted[sorted.length / 2] / 1e6,
                  sorted[sorted.length * 99 / 100] / 1e6,
                  sorted[sorted.length - 1] / 1e6));
        });
    return String.format(
        "{\"windows\": {%s}, \"lines\": %d, \"distinct\": %d, \"wanted\": %d}",
        String.join(", ", parts), lines, distinct, wanted);
  }
}
