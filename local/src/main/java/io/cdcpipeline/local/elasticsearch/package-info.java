/** A real Elasticsearch with users, roles and TLS, in place of one that ECK runs. */
package io.cdcpipeline.local.elasticsearch;
