/** Calls to remote systems that may be slow or hang, kept away from the reconcile threads. */
package io.cdcpipeline.operator.remote;
