package io.cdcpipeline.testkit.ticdc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The changefeeds of a server, in a directory or in memory only, in place of PD's etcd. */
final class ChangefeedStore {
  private final Optional<Path> directory;
  private final Map<String, StoredChangefeed> changefeeds = new LinkedHashMap<>();

  ChangefeedStore(Optional<Path> directory) {
    this.directory = directory;
    directory.ifPresent(this::load);
  }

  Map<String, StoredChangefeed> all() {
    return changefeeds;
  }

  void put(StoredChangefeed changefeed) {
    changefeeds.put(changefeed.id, changefeed);
    directory.ifPresent(dir -> write(dir.resolve(changefeed.id + ".json"), changefeed));
  }

  void remove(String id) {
    changefeeds.remove(id);
    try {
      if (directory.isPresent()) {
        Files.deleteIfExists(directory.get().resolve(id + ".json"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void load(Path dir) {
    try {
      Files.createDirectories(dir);
      try (Stream<Path> files = Files.list(dir)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
          StoredChangefeed read =
              ReplicaConfigs.JSON.readValue(file.toFile(), StoredChangefeed.class);
          read.started = false;
          changefeeds.put(read.id, read);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // The sink URI contains a password: the file is readable only by its owner, and written
  // atomically.
  private static void write(Path file, StoredChangefeed changefeed) {
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      ReplicaConfigs.JSON.writeValue(fresh.toFile(), changefeed);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
