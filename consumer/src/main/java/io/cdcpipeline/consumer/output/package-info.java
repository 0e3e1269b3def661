/** Where the results go: lines to standard output, rejected records to the dead-letter topic. */
package io.cdcpipeline.consumer.output;
