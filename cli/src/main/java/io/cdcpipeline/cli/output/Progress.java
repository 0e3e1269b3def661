package io.cdcpipeline.cli.output;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;

/**
 * Says on one line of a terminal what a command waits for, once nothing has been written for a
 * while, and takes the line back before the first output.
 */
public final class Progress {
  /** Where no person watches. */
  public static final Progress NONE =
      new Progress(OutputStream.nullOutputStream(), Charset.defaultCharset());

  /** What comes sooner needs no explanation. */
  private static final int PATIENCE_MILLIS = 200;

  /** A line that wraps could not be taken back whole. */
  private static final int WIDTH = 79;

  private static final String TAKE_BACK = "\r\u001b[K";

  private final OutputStream screen;
  private final Charset charset;
  private String awaited = "";
  private boolean due;
  private boolean shown;
  private boolean ended;

  /**
   * Not begun yet.
   *
   * @param screen the terminal, not buffered
   */
  public Progress(OutputStream screen, Charset charset) {
    this.screen = screen;
    this.charset = charset;
  }

  /** Shows the line from now on when it takes too long. */
  public void start() {
    var timer = new Thread(this::becomeDue, "progress");
    timer.setDaemon(true);
    timer.start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "progress-end"));
  }

  /** What is waited for from now on, such as "the consumers' logs". */
  public synchronized void waitFor(String thing) {
    awaited = thing;
    show();
  }

  /** A stream whose first byte ends the progress. */
  public OutputStream endedBy(OutputStream output) {
    return new FilterOutputStream(output) {
      @Override
      public void write(int b) throws IOException {
        end();
        out.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        end();
        out.write(bytes, offset, length);
      }
    };
  }

  private void becomeDue() {
    try {
      Thread.sleep(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      return;
    }
    synchronized (this) {
      due = true;
      show();
    }
  }

  private void show() {
    if (due && !ended && !awaited.isEmpty()) {
      var line = PlainText.safe("waiting for " + awaited);
      print(TAKE_BACK + PlainText.shortened(line, WIDTH));
      shown = true;
    }
  }

  private synchronized void end() {
    if (shown && !ended) {
      print(TAKE_BACK);
    }
    ended = true;
  }

  private void print(String text) {
    try {
      screen.write(text.getBytes(charset));
    } catch (IOException e) {
      ended = true; // the terminal is gone, which the output will tell
    }
  }
}
