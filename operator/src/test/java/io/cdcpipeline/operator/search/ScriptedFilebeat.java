package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers at the addresses that have statistics, and records whom it was asked for. */
final class ScriptedFilebeat implements FilebeatClient {
  final Map<String, FilebeatStatistics> pods = new ConcurrentHashMap<>();
  final List<String> calls = new CopyOnWriteArrayList<>();

  @Override
  public FilebeatStatistics statistics(String address) {
    calls.add(address);
    var statistics = pods.get(address);
    if (statistics == null) {
      throw new StageException(Reason.Unreachable, address + " does not answer");
    }
    return statistics;
  }
}
