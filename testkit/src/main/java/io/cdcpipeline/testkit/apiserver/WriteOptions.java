package io.cdcpipeline.testkit.apiserver;

/** How one write was asked for. */
record WriteOptions(boolean status, boolean dryRun, boolean strict, boolean apply, boolean orphan) {

  WriteOptions applying() {
    return new WriteOptions(status, dryRun, strict, true, orphan);
  }
}
