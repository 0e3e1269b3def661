package io.cdcpipeline.management;

/** What a POST may ask for. */
@FunctionalInterface
public interface Commands {
  /** Every POST is refused. */
  Commands NONE = path -> false;

  /**
   * Does what a path says; must not block, as the server's only thread calls it.
   *
   * @param path of the request, without the query
   * @return false if it names nothing that can be done
   */
  boolean run(String path);
}
