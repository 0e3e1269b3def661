/**
 * The changefeed: what TiCDC reports through its Open API is observed, compared with the spec, and
 * corrected one step at a time; each step is recorded so that a restart repeats nothing.
 *
 * <p>Observe: {@code ChangefeedClient}, {@code ObservedChangefeed}, {@code CheckpointProgress},
 * {@code DriftDetector}. Plan: {@code DesiredChangefeed}, {@code StepPlanner}. Execute: {@code
 * ChangefeedReconciler}, {@code StepExecutor}. Record: {@code ChangefeedState}, {@code
 * ChangefeedHealth}, {@code ChangefeedStatusSection}.
 */
package io.cdcpipeline.operator.changefeed;
