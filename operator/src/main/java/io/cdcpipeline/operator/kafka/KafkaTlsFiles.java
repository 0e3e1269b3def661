package io.cdcpipeline.operator.kafka;

/**
 * Where the files for TLS towards Kafka lie inside the TiCDC containers; the database stage mounts
 * them, the changefeed's sink URI names them. TiCDC takes all three or none.
 */
public final class KafkaTlsFiles {
  public static final String FOLDER = "/var/lib/sink-tls/kafka";
  public static final String CA = FOLDER + "/ca.crt";
  public static final String CERTIFICATE = FOLDER + "/tls.crt";
  public static final String KEY = FOLDER + "/tls.key";

  private KafkaTlsFiles() {}
}
