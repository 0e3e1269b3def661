package io.cdcpipeline.local.mariadb;

import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.PrivateFile;
import java.nio.file.Path;

/** Where the binlog is, and the password file of the user that may read it. */
public record BinlogAccess(Endpoint endpoint, Path passwordFile) {
  public static final String USER = "cdc_binlog_reader";

  public String password() {
    return PrivateFile.read(passwordFile);
  }
}
