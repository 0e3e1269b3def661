/**
 * What a stage is, what it may use during a reconcile, and how stages are run one after another.
 */
package io.cdcpipeline.operator.pipeline;
