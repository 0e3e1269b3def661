/** Settings of the systems themselves, passed on from the spec, and the keys that are not free. */
package io.cdcpipeline.operator.kubernetes.config;
