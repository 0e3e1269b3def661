/** {@code connect}: from this machine to a pipeline's systems, with their login. */
package io.cdcpipeline.cli.connect;
