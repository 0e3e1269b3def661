/** Children of a pipeline in Kubernetes: how they are built, applied, watched and read. */
package io.cdcpipeline.operator.kubernetes;
