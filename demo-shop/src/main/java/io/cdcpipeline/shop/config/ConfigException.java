package io.cdcpipeline.shop.config;

/** A setting is missing or wrong; the message is the one line that names it. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String setting, String problem) {
    super(setting + ": " + problem);
  }
}
