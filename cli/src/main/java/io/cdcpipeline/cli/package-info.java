/** The command line {@code kubectl cdc}. */
package io.cdcpipeline.cli;
