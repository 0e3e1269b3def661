/** Child processes that end with their parent, whatever ends it. */
package io.cdcpipeline.local.process;
