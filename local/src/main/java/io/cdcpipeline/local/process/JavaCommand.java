package io.cdcpipeline.local.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the command line of a child JVM; each has a bounded heap so that all fit into 4 GiB. */
public final class JavaCommand {
  /** Set by the bench, whose processes run for long. */
  private static final boolean PEAK_SPEED = Boolean.getBoolean("local.peak.speed");

  private final List<String> options = new ArrayList<>();

  private JavaCommand(int heapMegabytes) {
    options.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    options.add("-Xmx" + heapMegabytes + "m");
    // Start-up time and memory matter more here than peak speed.
    options.add("-XX:+UseSerialGC");
    if (!PEAK_SPEED) {
      options.add("-XX:TieredStopAtLevel=1");
    }
    options.add("-XX:+ExitOnOutOfMemoryError");
  }

  public static JavaCommand withHeap(int megabytes) {
    return new JavaCommand(megabytes);
  }

  public JavaCommand option(String option) {
    options.add(option);
    return this;
  }

  /**
   * Resolves host names with the file instead of DNS, without caching: names come and go while the
   * JVM runs.
   */
  public JavaCommand names(Path hostsFile) {
    Path security = hostsFile.resolveSibling("name-lookup.properties");
    PrivateFile.write(
        security, "networkaddress.cache.ttl=1\nnetworkaddress.cache.negative.ttl=0\n");
    option("-Djdk.net.hosts.file=" + hostsFile);
    return option("-Djava.security.properties=" + security);
  }

  /** Runs a class of this program in a separate JVM with the same class path. */
  public List<String> main(Class<?> main, String... arguments) {
    option("-Dlogback.configurationFile=io/cdcpipeline/local/logback-server.xml");
    return main(System.getProperty("java.class.path"), main.getName(), arguments);
  }

  /** Runs a jar that names its own main class. */
  public List<String> jar(Path jar, String... arguments) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("-jar", jar.toString()));
    all.addAll(List.of(arguments));
    return List.copyOf(all);
  }

  /** Runs a class found on another class path. */
  public List<String> main(String classPath, String main, String... arguments) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("-cp", classPath, main));
    all.addAll(List.of(arguments));
    return List.copyOf(all);
  }
}
