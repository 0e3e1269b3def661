/** HTTP servers of stand-ins. */
package io.cdcpipeline.testkit.http;
