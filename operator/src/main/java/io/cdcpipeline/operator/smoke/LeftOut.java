package io.cdcpipeline.operator.smoke;

import java.util.Optional;

/** A hop at which nothing is looked at. */
record LeftOut(String name, String why) implements Hop {
  @Override
  public Optional<String> absent() {
    return Optional.of(why);
  }

  @Override
  public Seen look() {
    throw new IllegalStateException(name + " is left out");
  }
}
