/** What a test of a fault documents: one row of docs/failure-modes.md. */
package io.cdcpipeline.testkit.fault;
