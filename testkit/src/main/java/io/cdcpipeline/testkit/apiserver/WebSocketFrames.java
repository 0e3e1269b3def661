package io.cdcpipeline.testkit.apiserver;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** A server's side of a websocket (RFC 6455) with binary messages. */
final class WebSocketFrames {
  private static final String ACCEPT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int FINAL = 0x80;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int NORMAL = 1000;

  private final DataInputStream in;
  private final OutputStream out;

  WebSocketFrames(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = out;
  }

  /** The answer to the client's {@code Sec-WebSocket-Key}. */
  static String accept(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + ACCEPT).getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next message; empty once the client has closed, or has gone. */
  Optional<byte[]> read() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    while (true) {
      int head;
      try {
        head = in.readUnsignedByte();
      } catch (EOFException e) {
        return Optional.empty();
      }
      byte[] payload = payload(in.readUnsignedByte());
      switch (head & 0x0f) {
        case CLOSE -> {
          return Optional.empty();
        }
        case PING -> frame(PONG, payload);
        case PONG -> {
          continue;
        }
        default -> {
          message.write(payload);
          if ((head & FINAL) != 0) {
            return Optional.of(message.toByteArray());
          }
        }
      }
    }
  }

  /** A client has to mask what it sends. */
  private byte[] payload(int second) throws IOException {
    int length = second & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    if ((second & FINAL) == 0) {
      throw new IOException("a frame of the client is not masked");
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return payload;
  }

  /** Sends a message whose first byte is a channel. */
  void send(int channel, byte[] data, int length) throws IOException {
    frame(BINARY, ByteBuffer.allocate(1 + length).put((byte) channel).put(data, 0, length).array());
  }

  void close() throws IOException {
    frame(CLOSE, new byte[] {NORMAL >> 8, (byte) NORMAL});
  }

  private synchronized void frame(int type, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) (FINAL | type));
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else if (payload.length < 1 << 16) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    frame.put(payload);
    out.write(frame.array(), 0, frame.position());
    out.flush();
  }
}
