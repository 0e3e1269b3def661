/** What runs inside Elasticsearch's own JVM, on its module path. */
package io.cdcpipeline.local.elasticsearch.server;
