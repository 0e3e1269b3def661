/** The operator's process: its settings, its wiring, and the reconciler that runs the stages. */
package io.cdcpipeline.operator;
