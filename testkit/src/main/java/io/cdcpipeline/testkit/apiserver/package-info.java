/**
 * An in-process Kubernetes API server, as strict as the operator's tests need: server-side apply
 * with field ownership, CRD defaults, schema and CEL rules, watches, garbage collection. Used by
 * tests and by {@code make demo}.
 */
package io.cdcpipeline.testkit.apiserver;
