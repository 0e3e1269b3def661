/** Clocks that tests advance, so that nothing has to wait in real time. */
package io.cdcpipeline.testkit.clock;
