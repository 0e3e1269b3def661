package io.cdcpipeline.testkit.apiserver;

import java.util.function.Function;

/** Decides which requests of an {@link ApiServer} fail, and how. */
public final class RequestFaults {
  private volatile Function<RequestLog.Entry, RequestFault> faults = request -> RequestFault.NONE;

  /** From now on each request fails as the function says; it is called by many threads. */
  public void set(Function<RequestLog.Entry, RequestFault> decision) {
    faults = decision;
  }

  /** From now on no request fails. */
  public void clear() {
    set(request -> RequestFault.NONE);
  }

  RequestFault of(RequestLog.Entry request) {
    return faults.apply(request);
  }
}
