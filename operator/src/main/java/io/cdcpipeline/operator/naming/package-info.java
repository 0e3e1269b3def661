/**
 * Names and labels of everything that belongs to a pipeline, in the cluster and in the remote
 * systems.
 */
package io.cdcpipeline.operator.naming;
