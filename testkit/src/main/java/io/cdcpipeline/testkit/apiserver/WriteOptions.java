package io.cdcpipeline.testkit.apiserver;

/** The options of one write request. */
record WriteOptions(boolean status, boolean dryRun, boolean strict, boolean apply, boolean orphan) {

  WriteOptions applying() {
    return new WriteOptions(status, dryRun, strict, true, orphan);
  }
}
