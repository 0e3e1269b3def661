/** {@code smoke}: the hop-by-hop smoke test, as a Job beside the operator. */
package io.cdcpipeline.cli.smoke;
