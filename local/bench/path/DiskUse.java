package io.cdcpipeline.local.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Bytes of the topic, of the consumers' lines and of the index; after {@link #since} per row. */
record DiskUse(double topic, double lines, double index) {

  static DiskUse now(PathPlace place) {
    double lines = place.session().consumers().stream().mapToDouble(c -> size(c.output())).sum();
    return new DiskUse(topic(place), lines, index(place.admin()));
  }

  private static double topic(PathPlace place) {
    String partition = place.session().topic() + "-";
    try (Stream<Path> files = Files.walk(place.demo().cluster().directory())) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".log"))
          .filter(file -> file.getParent().getFileName().toString().startsWith(partition))
          .mapToDouble(DiskUse::size)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without the translog, which a flush empties. */
  private static double index(ElasticsearchAdmin admin) {
    admin.post("/cdc-events-*/_flush", "");
    try {
      return new ObjectMapper()
          .readTree(admin.get("/cdc-events-*/_stats/store"))
          .at("/_all/primaries/store/size_in_bytes")
          .asDouble();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  DiskUse since(DiskUse before, int rows) {
    return new DiskUse(
        (topic - before.topic) / rows, (lines - before.lines) / rows, (index - before.index) / rows);
  }
}
