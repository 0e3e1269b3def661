/** The log as JSON lines on standard output. */
package io.cdcpipeline.shop.logging;
