package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.kubernetes.AppliedState;

/** {@link ChangefeedState} in the pipeline's ConfigMap of what was applied. */
record AppliedMemory(AppliedState applied) implements MemoryStore {
  private static final String KEY = "changefeed";

  @Override
  public ChangefeedState read() {
    return ChangefeedState.of(applied.get(KEY));
  }

  @Override
  public void write(ChangefeedState memory) {
    if (!memory.equals(read())) {
      applied.put(KEY, memory.text());
    }
  }
}
