/** {@code plan}: what an apply would create, change, restart or lose, before it is done. */
package io.cdcpipeline.cli.plan;
