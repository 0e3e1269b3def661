/** {@code make demo}: starts everything, shows progress, compares counts, and cleans up. */
package io.cdcpipeline.local.demo;
