package io.cdcpipeline.local.kafka;

import java.util.List;

/** The spec of a Strimzi KafkaUser of type {@code scram-sha-512}. */
public record UserSpec(String name, String password, List<AclRule> acls) {

  /** Without the password. */
  @Override
  public String toString() {
    return "UserSpec[name=" + name + ", acls=" + acls + "]";
  }
}
