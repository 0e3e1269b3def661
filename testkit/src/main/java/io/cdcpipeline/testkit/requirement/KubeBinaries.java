package io.cdcpipeline.testkit.requirement;

import io.fabric8.kubeapitest.Utils;
import io.fabric8.kubeapitest.binary.OSInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folder in which kube-api-test looks for programs: {@code k8s/<x.y.z>-<os>-<arch>/} has those
 * of one Kubernetes version. The library picks the highest version even if a program is missing, so
 * our tests name a complete one.
 *
 * @param base {@code KUBE_API_TEST_DIR}, else {@code ~/.kubeapitest}
 */
record KubeBinaries(Path base) {
  static final List<String> SERVER = List.of("kube-apiserver", "etcd", "kubectl");
  static final List<String> CLUSTER =
      List.of("kube-controller-manager", "helm", "eck-operator", "prometheus-operator");
  private static final String PLATFORM = Utils.platformSuffix(new OSInfo());

  static KubeBinaries atDefault() {
    var home = Path.of(System.getProperty("user.home"), ".kubeapitest");
    return new KubeBinaries(
        Optional.ofNullable(System.getenv("KUBE_API_TEST_DIR")).map(Path::of).orElse(home));
  }

  /** The folder of the newest version that has every program of {@link #SERVER}. */
  Optional<Path> newest() {
    return versions().stream()
        .filter(version -> missing(version).isEmpty())
        .max(Utils.SEMVER_COMPARATOR)
        .map(this::folder);
  }

  Path folder(String version) {
    return base.resolve("k8s").resolve(version + PLATFORM);
  }

  static String version(Path folder) {
    return folder.getFileName().toString().replace(PLATFORM, "");
  }

  static boolean has(Path folder, List<String> programs) {
    return programs.stream().map(folder::resolve).allMatch(Files::isExecutable);
  }

  /** Why {@link #newest} is empty. */
  String absence() {
    return versions().stream()
        .findFirst()
        .map(version -> folder(version) + " has no " + String.join(" and no ", missing(version)))
        .orElse("no " + String.join(", ", SERVER) + " in " + base);
  }

  private List<String> missing(String version) {
    return SERVER.stream().filter(name -> !has(folder(version), List.of(name))).toList();
  }

  private List<String> versions() {
    var folder = base.resolve("k8s");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var all = Files.list(folder)) {
      return all.map(KubeBinaries::version)
          .filter(version -> version.matches("\\d+\\.\\d+\\.\\d+"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
