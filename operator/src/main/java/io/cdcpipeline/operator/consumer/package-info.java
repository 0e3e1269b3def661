/** The consumer that counts and logs each change: its Deployment and everything around it. */
package io.cdcpipeline.operator.consumer;
