/** How long tests wait for what they expect. */
package io.cdcpipeline.testkit.waiting;
