package io.cdcpipeline.testkit.apiserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One forwarded connection: a websocket whose messages begin with the number of a channel, 0 for
 * data and 1 for errors. The first message of either has the port.
 */
record PortForward(Socket client, int port, InetAddress host) {
  private static final int DATA = 0;
  private static final int ERROR = 1;
  private static final String SWITCH =
      """
      HTTP/1.1 101 Switching Protocols\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Protocol: v4.channel.k8s.io\r
      Sec-WebSocket-Accept: %s\r
      \r
      """;

  /**
   * Forwards until one side has ended.
   *
   * @param backend the port in place of the pod's
   */
  void run(String key, int backend) throws IOException {
    client
        .getOutputStream()
        .write(SWITCH.formatted(WebSocketFrames.accept(key)).getBytes(StandardCharsets.US_ASCII));
    WebSocketFrames frames = new WebSocketFrames(client.getInputStream(), client.getOutputStream());
    byte[] number = {(byte) port, (byte) (port >> 8)};
    frames.send(DATA, number, number.length);
    frames.send(ERROR, number, number.length);
    try (Socket pod = new Socket(host, backend)) {
      Thread answers = new Thread(() -> answer(pod, frames), "port-forward");
      answers.setDaemon(true);
      answers.start();
      for (Optional<byte[]> message = frames.read(); message.isPresent(); message = frames.read()) {
        pod.getOutputStream().write(message.get(), 1, message.get().length - 1);
      }
    } catch (java.net.ConnectException e) {
      refuse(frames);
    }
  }

  private void refuse(WebSocketFrames frames) throws IOException {
    byte[] text =
        "error forwarding port %d to pod, uid : failed to connect to localhost:%d: connection refused"
            .formatted(port, port)
            .getBytes(StandardCharsets.UTF_8);
    frames.send(ERROR, text, text.length);
    frames.close();
  }

  private void answer(Socket pod, WebSocketFrames frames) {
    byte[] buffer = new byte[32 * 1024];
    try {
      for (int n = pod.getInputStream().read(buffer);
          n >= 0;
          n = pod.getInputStream().read(buffer)) {
        frames.send(DATA, buffer, n);
      }
      frames.close();
    } catch (IOException e) {
      return; // The client's side has ended, and closes this one.
    }
  }
}
