/** {@code tail}: changes as they come, from the consumers' logs. */
package io.cdcpipeline.cli.tail;
