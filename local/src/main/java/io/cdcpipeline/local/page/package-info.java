/**
 * The page of the demo: what the pipeline's status, the index and the consumers say, for people.
 */
package io.cdcpipeline.local.page;
