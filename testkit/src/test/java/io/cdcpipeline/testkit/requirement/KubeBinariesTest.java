package io.cdcpipeline.testkit.requirement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeBinariesTest {
  @TempDir private Path base;
  private KubeBinaries binaries;

  @BeforeEach
  void locate() {
    binaries = new KubeBinaries(base);
  }

  @Test
  void anEmptyFolderHasNoVersion() {
    assertThat(binaries.newest()).isEmpty();
    assertThat(binaries.absence()).isEqualTo("no kube-apiserver, etcd, kubectl in " + base);
  }

  @Test
  void theNewestVersionIsTheHighestNumber() throws IOException {
    lay("1.9.3", KubeBinaries.SERVER);
    lay("1.35.4", KubeBinaries.SERVER);

    assertThat(binaries.newest()).contains(binaries.folder("1.35.4"));
    assertThat(KubeBinaries.version(binaries.folder("1.35.4"))).isEqualTo("1.35.4");
    assertThat(binaries.folder("1.35.4").toString())
        .matches(base + "/k8s/1\\.35\\.4-(linux|darwin)-\\w+");
  }

  @Test
  void anIncompleteVersionIsPassedOver() throws IOException {
    lay("1.34.0", KubeBinaries.SERVER);
    lay("1.35.4", List.of("kube-apiserver"));

    assertThat(binaries.newest()).contains(binaries.folder("1.34.0"));
  }

  @Test
  void anIncompleteVersionAloneIsNamed() throws IOException {
    lay("1.35.4", List.of("kubectl"));

    assertThat(binaries.newest()).isEmpty();
    assertThat(binaries.absence())
        .isEqualTo(binaries.folder("1.35.4") + " has no kube-apiserver and no etcd");
  }

  @Test
  void foldersOfOtherPlatformsAndOtherNamesAreIgnored() throws IOException {
    Files.createDirectories(base.resolve("k8s/1.35.4-plan9-mips"));
    Files.createDirectories(base.resolve("k8s/download"));

    assertThat(binaries.newest()).isEmpty();
    assertThat(binaries.absence()).contains("no kube-apiserver, etcd, kubectl in");
  }

  private void lay(String version, List<String> programs) throws IOException {
    var folder = Files.createDirectories(binaries.folder(version));
    for (var program : programs) {
      assertThat(Files.createFile(folder.resolve(program)).toFile().setExecutable(true)).isTrue();
    }
  }
}
