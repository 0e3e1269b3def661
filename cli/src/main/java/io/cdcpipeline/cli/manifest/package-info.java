/** Files with manifests, as {@code -f} names them. */
package io.cdcpipeline.cli.manifest;
