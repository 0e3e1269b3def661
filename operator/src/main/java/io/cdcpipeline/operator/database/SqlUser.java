package io.cdcpipeline.operator.database;

import java.util.List;

/** A SQL user as it shall be: what it may do, each in the words of GRANT. */
record SqlUser(String name, String password, List<String> privileges) {
  /** Not the record's own: that one would show the password. */
  @Override
  public String toString() {
    return name + privileges;
  }
}
