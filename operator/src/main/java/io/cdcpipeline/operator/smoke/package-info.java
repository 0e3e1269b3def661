/**
 * The smoke test: changes rows of a pipeline's database and follows them through every hop, from
 * outside, as the systems' own clients see them.
 */
package io.cdcpipeline.operator.smoke;
