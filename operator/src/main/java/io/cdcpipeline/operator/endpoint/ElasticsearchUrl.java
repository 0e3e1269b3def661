package io.cdcpipeline.operator.endpoint;

import java.net.URI;

/** URLs of Elasticsearch as each reader of them wants them. */
public final class ElasticsearchUrl {
  private ElasticsearchUrl() {}

  /** Filebeat takes a URL without a port for port 9200; everybody else for 443 or 80. */
  public static String withPort(String url) {
    var uri = URI.create(url);
    if (uri.getPort() >= 0) {
      return url;
    }
    return uri.getScheme()
        + "://"
        + uri.getHost()
        + (uri.getScheme().equals("https") ? ":443" : ":80");
  }
}
