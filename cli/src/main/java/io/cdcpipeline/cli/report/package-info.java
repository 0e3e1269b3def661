/** {@code report}: what somebody else needs to find a fault, with every secret masked. */
package io.cdcpipeline.cli.report;
