/**
 * A Kubernetes API server in one process, as strict as the operator needs it: server-side apply
 * with field ownership, CRD defaults, schema and CEL rules, watches, garbage collection. Used by
 * tests and by {@code make demo}.
 */
package io.cdcpipeline.testkit.apiserver;
