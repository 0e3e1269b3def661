/**
 * The custom resource {@code CdcPipeline}, from which the CRD is generated: spec, status, defaults
 * and validation.
 */
package io.cdcpipeline.operator.api;
