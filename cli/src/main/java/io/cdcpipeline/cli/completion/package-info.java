/** Completion of words, in shells and by kubectl. */
package io.cdcpipeline.cli.completion;
