/** The stand-ins in one pod, as existing servers for tests in a cluster. */
package io.cdcpipeline.local.pod;
