package io.cdcpipeline.local.binlog;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcpipeline.testkit.ticdc.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which tables and databases existed at which transaction, and their definitions, like TiCDC's
 * schema store: a replay decodes old rows with the definition of their time, and statements without
 * effect are recognised. A database is stored as a table with an empty name.
 */
public final class SchemaHistory {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One line of the file; the definition may be unknown if the table was dropped soon after. */
  record Version(long sequence, TableName name, boolean exists, TableInfo definition) {}

  private final Path file;
  private final Map<TableName, TreeMap<Long, Version>> versions = new HashMap<>();

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

  /** Whether there was such a table after a transaction. */
  public synchronized boolean exists(TableName name, long sequence) {
    return floor(name, sequence).map(Version::exists).orElse(false);
  }

  /** Its definition, if known; before the history began, the first one recorded. */
  public synchronized Optional<TableInfo> definition(TableName name, long sequence) {
    Optional<Version> known = floor(name, sequence);
    if (known.isEmpty() && versions.containsKey(name)) {
      known = Optional.of(versions.get(name).firstEntry().getValue());
    }
    return known.map(Version::definition);
  }

  private Optional<Version> floor(TableName name, long sequence) {
    return Optional.ofNullable(versions.get(name))
        .map(known -> known.floorEntry(sequence))
        .map(Map.Entry::getValue);
  }

  /** All tables a database ever had. */
  synchronized List<TableName> tablesOf(String schema) {
    return versions.keySet().stream().filter(name -> name.schema().equals(schema)).toList();
  }

  /** Without a new definition, the last known one is kept. */
  synchronized void exists(long sequence, TableName name, Optional<TableInfo> definition) {
    TableInfo known = definition.or(() -> definition(name, sequence)).orElse(null);
    add(new Version(sequence, name, true, known));
  }

  synchronized void dropped(long sequence, TableName name) {
    add(new Version(sequence, name, false, null));
  }

  private void add(Version version) {
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
        .put(version.sequence(), version);
  }
}
