package io.cdcpipeline.cli.lint;

/**
 * Something that the API server would refuse.
 *
 * @param place file and line
 * @param field path of the field; "" for the whole object
 */
record Finding(String place, String field, String message) {

  @Override
  public String toString() {
    return place + ": " + (field.isEmpty() ? "" : field + ": ") + message;
  }
}
