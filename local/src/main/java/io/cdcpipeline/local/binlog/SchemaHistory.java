package io.cdcpipeline.local.binlog;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcpipeline.fake.ticdc.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which definition a table had at which transaction, as TiCDC's schema store knows it, so that a
 * replay reads old rows with their own definition and a dropped table still has one.
 */
public final class SchemaHistory {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One line of the file; no table is a table that was dropped. */
  record Version(long sequence, TableName name, TableInfo table) {}

  private final Path file;
  private final Map<TableName, TreeMap<Long, Optional<TableInfo>>> versions = new HashMap<>();

  SchemaHistory(Path file) {
    this.file = file;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          remember(JSON.readValue(line, Version.class));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The schema history " + file + " is damaged", e);
    }
  }

  boolean isEmpty() {
    return versions.isEmpty();
  }

  /** The definition in force in a transaction; absent when there was no such table. */
  public synchronized Optional<TableInfo> at(TableName name, long sequence) {
    TreeMap<Long, Optional<TableInfo>> known = versions.get(name);
    if (known == null || known.floorEntry(sequence) == null) {
      return Optional.empty();
    }
    return known.floorEntry(sequence).getValue();
  }

  /** All tables a database ever had. */
  synchronized Set<TableName> tablesOf(String schema) {
    return versions.keySet().stream()
        .filter(name -> name.schema().equals(schema))
        .collect(Collectors.toSet());
  }

  synchronized void put(long sequence, TableName name, Optional<TableInfo> table) {
    if (at(name, sequence).equals(table)) {
      return;
    }
    Version version = new Version(sequence, name, table.orElse(null));
    try {
      Files.writeString(
          file,
          JSON.writeValueAsString(version) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    remember(version);
  }

  private void remember(Version version) {
    versions
        .computeIfAbsent(version.name(), name -> new TreeMap<>())
        .put(version.sequence(), Optional.ofNullable(version.table()));
  }
}
