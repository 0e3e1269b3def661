package io.cdcpipeline.local.process;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Passwords the servers of the demo use among themselves. */
public final class Secrets {
  private static final int BITS = 130;

  private Secrets() {}

  /** The password kept in {@code file}, made up at first use; letters and digits only. */
  public static String kept(Path file) {
    if (!Files.exists(file)) {
      PrivateFile.write(file, new BigInteger(BITS, new SecureRandom()).toString(36));
    }
    return PrivateFile.read(file);
  }
}
