package io.cdcpipeline.operator.search;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A pod with the marks that a test sets, which records what it is told. */
final class ScriptedReplayPods implements ReplayPods {
  volatile ReplayMarks marks;
  final AtomicInteger asked = new AtomicInteger();
  final List<String> told = new CopyOnWriteArrayList<>();

  @Override
  public Optional<ReplayMarks> marks(String address) {
    asked.incrementAndGet();
    return Optional.ofNullable(marks);
  }

  @Override
  public void found(String address, int mark, String proof) {
    told.add("%s: %d, %s".formatted(address, mark, proof));
    marks = new ReplayMarks(marks.written(), mark, null);
  }
}
