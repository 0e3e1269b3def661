/** The demo's entry point, and where the build puts what the demo runs. */
package io.cdcpipeline.local;
