/** What some tests need and not every machine has: a real API server, CRDs, promtool. */
package io.cdcpipeline.testkit.requirement;
