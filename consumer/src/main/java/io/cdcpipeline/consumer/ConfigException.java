package io.cdcpipeline.consumer;

/** A setting is missing or wrong; the message is the one line that names it. */
final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigException(String setting, String problem) {
    super(setting + ": " + problem);
  }
}
