package io.cdcpipeline.cli.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip file of texts, each masked before it is written. */
final class Bundle implements AutoCloseable {
  private final ZipOutputStream zip;
  private final SecretMask mask;
  private final List<String> leftOut = new ArrayList<>();
  private int files;

  /**
   * Creates the file.
   *
   * @throws IOException if it exists, or cannot be written
   */
  Bundle(Path file, SecretMask mask) throws IOException {
    this.mask = mask;
    // Masked or not, it is nobody else's business on this machine.
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
    zip =
        new ZipOutputStream(
            new BufferedOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8);
  }

  void add(String name, String text) {
    try {
      zip.putNextEntry(new ZipEntry(name.replaceAll("[^A-Za-z0-9._/-]", "_")));
      zip.write(mask.mask(text).getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      files++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes what could not be had, and why. */
  void leaveOut(String what, String why) {
    leftOut.add(what + ": " + why);
  }

  List<String> leftOut() {
    return leftOut;
  }

  int files() {
    return files;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
