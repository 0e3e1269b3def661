/**
 * What a pipeline's {@code template} does to pods: where each setting goes, and what is refused.
 */
package io.cdcpipeline.operator.kubernetes.pods;
