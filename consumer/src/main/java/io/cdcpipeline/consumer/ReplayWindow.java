package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.event.ReplayMarkLog;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.management.Commands;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far the lines of a replay may be ahead of those that are known to have arrived. The kubelet
 * rotates log files whether Filebeat has read them or not, so what nobody has found yet must not
 * fill one file. Marks, lines among the lines, tell how far it has come: whoever finds one where
 * lines arrive reports it, with the proof that is in it. One thread writes, another one may report.
 */
final class ReplayWindow implements Commands {
  /** A mark each sixteenth of the window, so that little of it waits for the next one. */
  private static final int MARKS = 16;

  private static final int PROOF_BYTES = 16;
  private static final Pattern FOUND = Pattern.compile("/replay/found/(\\d{1,9})/([0-9a-f]{32})");

  private final SecureRandom random = new SecureRandom();
  private final int bytes;
  private final ReplayMarkLog log;
  private final Time time;
  private final Deque<Mark> open = new ArrayDeque<>();
  private long written;
  private long lastMark;
  private int marks;
  private long found;
  private int marksFound;
  private long waitingSince;

  /**
   * A mark that is not found yet.
   *
   * @param end bytes of all lines up to it, its own included
   */
  private record Mark(int number, long end, String proof) {}

  /**
   * What others may know.
   *
   * @param waitingSince for more marks to be found, in epoch seconds; 0 if it does not wait
   */
  record State(int marksWritten, int marksFound, long waitingSince) {}

  ReplayWindow(int bytes, ReplayMarkLog log, Time time) {
    this.bytes = bytes;
    this.log = log;
    this.time = time;
  }

  /** Takes note of lines that are about to be written, and appends a mark if one is due. */
  synchronized void extend(ByteWriter lines) {
    if (written + lines.length - lastMark >= bytes / MARKS) {
      mark(lines);
    }
    written += lines.length;
  }

  /** Appends a mark unless nothing has been written since the last one. */
  synchronized boolean close(ByteWriter lines) {
    if (written == lastMark) {
      return false;
    }
    mark(lines);
    written += lines.length;
    return true;
  }

  private void mark(ByteWriter lines) {
    byte[] proof = new byte[PROOF_BYTES];
    random.nextBytes(proof);
    String text = HexFormat.of().formatHex(proof);
    log.append(lines, ++marks, text, time.millis());
    lastMark = written + lines.length;
    open.add(new Mark(marks, lastMark, text));
  }

  /** Whether more may be written now. */
  synchronized boolean hasRoom() {
    return written - found < bytes;
  }

  /** Whether everything has arrived. */
  synchronized boolean isFound() {
    return written == found;
  }

  /** For people: whether writing waits for {@link #hasRoom} or {@link #isFound}. */
  synchronized void setWaiting(boolean waits) {
    waitingSince = waits ? time.millis() / 1000 : 0;
  }

  synchronized State state() {
    return new State(marks, marksFound, waitingSince);
  }

  /**
   * {@code POST /replay/found/<mark>/<proof>}: all marks up to this one are found. Anybody may
   * reach the port, but only who reads the lines knows the proof.
   */
  @Override
  public synchronized boolean run(String path) {
    Matcher report = FOUND.matcher(path);
    if (!report.matches()) {
      return false;
    }
    int number = Integer.parseInt(report.group(1));
    String proof = report.group(2);
    if (open.stream().noneMatch(m -> m.number() == number && m.proof().equals(proof))) {
      return false;
    }
    while (marksFound < number) {
      Mark mark = open.remove();
      marksFound = mark.number();
      found = mark.end();
    }
    return true;
  }
}
