/** Searchable events: Elasticsearch with its users, index template and retention, and Filebeat. */
package io.cdcpipeline.operator.search;
