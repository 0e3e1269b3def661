/**
 * {@code make demo}: starts everything, shows what happens, measures, and leaves nothing behind.
 */
package io.cdcpipeline.local.demo;
