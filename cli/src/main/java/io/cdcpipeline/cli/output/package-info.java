/** How answers look: terminals, colours, tables, documents, exit codes. */
package io.cdcpipeline.cli.output;
