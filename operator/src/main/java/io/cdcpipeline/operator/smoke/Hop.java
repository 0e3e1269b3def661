package io.cdcpipeline.operator.smoke;

import java.util.Optional;

/**
 * A place that changes pass. Any call may fail with an exception whose message is what the system
 * there says.
 */
interface Hop extends AutoCloseable {
  /** What a hop shows. */
  record Seen(String text, boolean complete) {}

  /** As the table calls it. */
  String name();

  /** What it is called together with others of its kind. */
  default String kind() {
    return name();
  }

  /** Why there is nothing to look at; empty if there is. */
  default Optional<String> absent() {
    return Optional.empty();
  }

  /** Whether what comes after it cannot have the changes unless this one has them. */
  default boolean passesEverything() {
    return false;
  }

  /** Takes note of what is there before the changes. */
  default void before() {}

  /** What is there now. */
  Seen look();

  @Override
  default void close() {}
}
