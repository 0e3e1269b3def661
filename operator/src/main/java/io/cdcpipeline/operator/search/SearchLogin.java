package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import io.cdcpipeline.operator.pipeline.Credentials;
import io.cdcpipeline.operator.pipeline.StageContext;
import java.util.List;
import java.util.function.Function;

/**
 * A user of Elasticsearch whose clients read the password only at their start.
 *
 * @param name names the login within the pipeline
 * @param user for messages
 * @param secrets that its clients read
 * @param endpoint with the credentials of this moment
 */
record SearchLogin(
    String name,
    String user,
    List<String> secrets,
    Function<SecretReader, ElasticsearchEndpoint> endpoint) {
  Credentials credentials(StageContext context) {
    return Credentials.of(context, name, secrets);
  }
}
