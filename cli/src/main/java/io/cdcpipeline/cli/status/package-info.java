/** {@code status}: the flow as a picture, hop by hop, its worst hop, and what to do. */
package io.cdcpipeline.cli.status;
