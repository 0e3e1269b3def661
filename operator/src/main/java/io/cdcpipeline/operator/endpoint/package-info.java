/** How clients reach Kafka and Elasticsearch: what one stage needs of another's system. */
package io.cdcpipeline.operator.endpoint;
