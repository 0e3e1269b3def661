package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.status.Reason;

/** Told of each visible step. */
interface Journal {
  void tell(Reason reason, String message);
}
