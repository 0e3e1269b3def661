/** The shared type of {@code template}: how a pipeline shapes the pods of a component. */
package io.cdcpipeline.operator.api.template;
