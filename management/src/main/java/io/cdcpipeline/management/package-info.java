/** The HTTP server for metrics and probes, which no client can keep from answering. */
package io.cdcpipeline.management;
