/** A real Elasticsearch with users, roles and TLS, in the place of one that ECK runs. */
package io.cdcpipeline.local.elasticsearch;
