package io.cdcpipeline.operator.database;

import java.util.List;

/**
 * A SQL user as it shall be.
 *
 * @param passwordFromUser whether somebody chose the password: one that was generated must not
 *     replace that of a user whom others log in as
 * @param privileges what it may do, each in the words of GRANT
 */
record SqlUser(String name, String password, boolean passwordFromUser, List<String> privileges) {
  /** Not the record's own: that one would show the password. */
  @Override
  public String toString() {
    return name + privileges;
  }
}
