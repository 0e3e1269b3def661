package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.process.PrivateFile;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Takes a user out of the node's file realm, which it reads again every few seconds. */
final class FileRealmUsers {
  private final Path file;
  private final String user;
  private final String before;

  FileRealmUsers(Demo demo, String secret) {
    String pipeline = demo.pipelineName();
    this.file = demo.cluster().directory().resolve("elasticsearch-" + pipeline + "/config/users");
    this.user = demo.cluster().secret(pipeline + "-" + secret, "username").orElseThrow();
    this.before = PrivateFile.read(file) + "\n";
  }

  void remove() {
    PrivateFile.write(
        file,
        before
            .lines()
            .filter(line -> !line.startsWith(user + ":"))
            .collect(Collectors.joining("\n", "", "\n")));
  }

  void putBack() {
    PrivateFile.write(file, before);
  }
}
