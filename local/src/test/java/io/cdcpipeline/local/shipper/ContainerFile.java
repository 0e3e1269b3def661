package io.cdcpipeline.local.shipper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** The log of a container as the container runtime and kubelet write it (CRI). */
public final class ContainerFile {
  private static final int CUT = 16 * 1024;
  private static final String TIME = "2026-03-04T05:06:07.123456789Z ";

  private final Path log;

  public ContainerFile(Path directory) throws IOException {
    log = Files.createDirectories(directory).resolve("0.log");
  }

  public void line(String text) throws IOException {
    line("stdout", text);
  }

  void line(String stream, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    line(out, stream, text);
    append(out.toByteArray());
  }

  /** Many lines of standard output, in one write. */
  public void lines(String... texts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String text : texts) {
      line(out, "stdout", text);
    }
    append(out.toByteArray());
  }

  private static void line(ByteArrayOutputStream out, String stream, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int from = 0;
    for (; bytes.length - from > CUT; from += CUT) {
      part(out, stream, "P", Arrays.copyOfRange(bytes, from, from + CUT));
    }
    part(out, stream, "F", Arrays.copyOfRange(bytes, from, bytes.length));
  }

  private static void part(ByteArrayOutputStream out, String stream, String tag, byte[] text) {
    out.writeBytes((TIME + stream + " " + tag + " ").getBytes(StandardCharsets.UTF_8));
    out.writeBytes(text);
    out.write('\n');
  }

  /** Only the beginning of a line; {@link #end} writes the rest. */
  void beginning(String text) throws IOException {
    append((TIME + "stdout F " + text).getBytes(StandardCharsets.UTF_8));
  }

  void end(String text) throws IOException {
    append((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** As kubelet does once the file has its maximum size. */
  void rotate() throws IOException {
    Files.move(log, log.resolveSibling("0.log.20260304-050607"));
    Files.createFile(log);
  }

  private void append(byte[] bytes) throws IOException {
    Files.write(log, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
