/**
 * What a cluster does around the API server: watches that end in work, service names, addresses.
 */
package io.cdcpipeline.local.cluster;
