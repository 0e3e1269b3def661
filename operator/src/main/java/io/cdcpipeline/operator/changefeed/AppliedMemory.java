package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.child.AppliedState;

/** {@link Memory} in the pipeline's ConfigMap of what was applied. */
record AppliedMemory(AppliedState applied) implements MemoryStore {
  private static final String KEY = "changefeed";

  @Override
  public Memory read() {
    return Memory.of(applied.get(KEY));
  }

  @Override
  public void write(Memory memory) {
    if (!memory.equals(read())) {
      applied.put(KEY, memory.text());
    }
  }
}
