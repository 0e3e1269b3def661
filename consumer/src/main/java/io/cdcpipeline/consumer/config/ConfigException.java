package io.cdcpipeline.consumer.config;

/** A setting is missing or invalid; the message is one line that names it. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String setting, String problem) {
    super(setting + ": " + problem);
  }
}
