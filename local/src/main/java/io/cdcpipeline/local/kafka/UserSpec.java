package io.cdcpipeline.local.kafka;

import java.util.List;

/** What a Strimzi KafkaUser of type {@code scram-sha-512} asks for. */
public record UserSpec(String name, String password, List<AclRule> acls) {

  /** Never the password. */
  @Override
  public String toString() {
    return "UserSpec[name=" + name + ", acls=" + acls + "]";
  }
}
