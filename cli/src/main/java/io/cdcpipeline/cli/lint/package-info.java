/** {@code lint}: what the API server would say about a file, without one. */
package io.cdcpipeline.cli.lint;
