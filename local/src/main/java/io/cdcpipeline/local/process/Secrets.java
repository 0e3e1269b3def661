package io.cdcpipeline.local.process;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Passwords that the demo's servers use among themselves. */
public final class Secrets {
  private static final int BITS = 130;

  private Secrets() {}

  /** The password in {@code file}, generated on first use; letters and digits only. */
  public static String loadOrCreate(Path file) {
    if (!Files.exists(file)) {
      PrivateFile.write(file, new BigInteger(BITS, new SecureRandom()).toString(36));
    }
    return PrivateFile.read(file);
  }
}
