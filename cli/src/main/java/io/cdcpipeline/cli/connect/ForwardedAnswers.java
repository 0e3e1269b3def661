package io.cdcpipeline.cli.connect;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What comes back from a pod's port: messages that begin with their channel. */
final class ForwardedAnswers implements WebSocket.Listener {
  /** Each of the two channels begins with a message that has the port. */
  private static final int GREETINGS = 2;

  private static final int DATA = 0;

  private final Socket connection;
  private final Consumer<Throwable> failures;
  private int greetings;
  private volatile boolean ended;

  /**
   * Writes to a connection, which it closes at the end.
   *
   * @param failures gets what kubelet or the API server complains of
   */
  ForwardedAnswers(Socket connection, Consumer<Throwable> failures) {
    this.connection = connection;
    this.failures = failures;
  }

  boolean ended() {
    return ended;
  }

  @Override
  public void onMessage(WebSocket socket, ByteBuffer message) {
    if (greetings < GREETINGS) {
      greetings++;
    } else if (message.hasRemaining()) {
      int channel = message.get();
      var content = new byte[message.remaining()];
      message.get(content);
      if (channel == DATA) {
        write(content);
      } else {
        fail(new IOException(new String(content, StandardCharsets.UTF_8)));
      }
    }
    socket.request();
  }

  private void write(byte[] content) {
    try {
      connection.getOutputStream().write(content);
    } catch (IOException e) {
      end(); // Whoever connected has gone.
    }
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason) {
    end();
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    if (!ended && !connection.isClosed()) {
      fail(failure);
    }
  }

  private void fail(Throwable failure) {
    failures.accept(failure);
    end();
  }

  private void end() {
    ended = true;
    try {
      connection.close();
    } catch (IOException e) {
      return; // It ends with the process at the latest.
    }
  }
}
