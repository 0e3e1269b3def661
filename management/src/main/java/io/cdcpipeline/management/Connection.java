package io.cdcpipeline.management;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One client, whose every step has a deadline. Only the server's thread uses it. */
final class Connection {
  private static final int MAX_REQUEST_BYTES = 8 * 1024;
  private static final long REQUEST_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long ANSWER_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long WRITE_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long CLOSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer in = ByteBuffer.allocate(MAX_REQUEST_BYTES);
  private ByteBuffer out;
  private Request request;
  private long deadline;

  Connection(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
    expectWithin(REQUEST_NANOS);
  }

  private void expectWithin(long nanos) {
    deadline = System.nanoTime() + nanos;
  }

  boolean isExpired() {
    return System.nanoTime() - deadline > 0;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Whether the response is sent, and only the client's end is waited for. */
  private boolean isDone() {
    return out != null && !out.hasRemaining();
  }

  /**
   * Reads what there is.
   *
   * @return false while the request is incomplete
   */
  boolean read() throws IOException {
    if (isDone()) {
      in.clear(); // A body that nobody wants: closing before it is read would reset the response.
    }
    if (channel.read(in) < 0) {
      close();
    }
    return !isDone() && isOpen() && (hasHead() || !in.hasRemaining());
  }

  private boolean hasHead() {
    return text().contains(Request.END);
  }

  private String text() {
    return new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
  }

  /** The complete request; null if it is none or too large. */
  Request request() {
    key.interestOps(0);
    expectWithin(ANSWER_NANOS);
    request = hasHead() ? Request.parse(text()) : null;
    return request;
  }

  boolean isTooLarge() {
    return !hasHead();
  }

  /** Sends as much as the client takes at once; the rest when it takes more. */
  void respond(Response response) throws IOException {
    if (isOpen()) {
      out = response.bytes(request != null && request.isHead());
      expectWithin(WRITE_NANOS);
      write();
    }
  }

  void write() throws IOException {
    channel.write(out);
    if (out.hasRemaining()) {
      key.interestOps(SelectionKey.OP_WRITE);
      return;
    }
    channel.shutdownOutput();
    expectWithin(CLOSE_NANOS);
    key.interestOps(SelectionKey.OP_READ);
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }
}
