/** The cluster that kubectl would ask, and what keeps it from answering. */
package io.cdcpipeline.cli.cluster;
