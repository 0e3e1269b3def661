/** What a cluster provides around the API server: controllers, service names, addresses. */
package io.cdcpipeline.local.cluster;
