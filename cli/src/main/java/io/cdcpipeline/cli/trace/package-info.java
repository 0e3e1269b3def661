/** {@code trace}: where the changes of one row are, hop by hop. */
package io.cdcpipeline.cli.trace;
