package io.cdcpipeline.testkit.requirement;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Something that some tests need and not every machine has. */
public enum Requirement {
  /** The folder with kube-apiserver, etcd and kubectl of one version. */
  REAL_API {
    @Override
    Optional<Path> find() {
      return KubeBinaries.atDefault().newest();
    }

    @Override
    String absence() {
      return KubeBinaries.atDefault().absence() + "; make test REAL_API=download fetches them";
    }
  },

  /** The same folder, if it also has the controller manager, Helm and the other operators. */
  CLUSTER_BINARIES {
    @Override
    Optional<Path> find() {
      return REAL_API.find().filter(folder -> KubeBinaries.has(folder, KubeBinaries.CLUSTER));
    }

    @Override
    String absence() {
      return "no " + String.join(", ", KubeBinaries.CLUSTER) + " beside kube-apiserver";
    }
  },

  /** Filebeat, in the same folder. */
  FILEBEAT {
    @Override
    Optional<Path> find() {
      return REAL_API.find().map(folder -> folder.resolve("filebeat")).filter(Files::isExecutable);
    }

    @Override
    String absence() {
      return "no filebeat beside kube-apiserver in " + KubeBinaries.atDefault().base();
    }
  },

  /** The folder with the CRDs of the other operators, one folder per operator and version. */
  OTHER_CRDS {
    @Override
    Optional<Path> find() {
      return Optional.of(shared().resolve("crds")).filter(Files::isDirectory);
    }

    @Override
    String absence() {
      return "no CRDs of the other operators: set SHARED_DIR to a folder with"
          + " crds/<operator>-<version>/*.yaml";
    }
  },

  /** Prometheus' promtool; its server is beside it. */
  PROMTOOL {
    @Override
    Optional<Path> find() {
      return onPath("promtool");
    }

    @Override
    String absence() {
      return "no promtool on the PATH: install Prometheus (Debian: apt-get install prometheus)";
    }
  },

  /** A Chromium that looks at the demo's page. */
  CHROMIUM {
    @Override
    Optional<Path> find() {
      return onPath("chromium").or(() -> onPath("google-chrome"));
    }

    @Override
    String absence() {
      return "no chromium on the PATH: install it (Debian: apt-get install chromium)";
    }
  },

  /** The program that makes certificates. */
  OPENSSL {
    @Override
    Optional<Path> find() {
      return onPath("openssl");
    }

    @Override
    String absence() {
      return "no openssl on the PATH: install it (Debian: apt-get install openssl)";
    }
  },

  /** Prometheus' Alertmanager. */
  ALERTMANAGER {
    @Override
    Optional<Path> find() {
      return onPath("prometheus-alertmanager").or(() -> onPath("alertmanager"));
    }

    @Override
    String absence() {
      return "no alertmanager on the PATH: install it (Debian: apt-get install"
          + " prometheus-alertmanager)";
    }
  };

  abstract Optional<Path> find();

  /** What is missing and how to get it, on one line. */
  abstract String absence();

  /**
   * Where it is.
   *
   * @throws IllegalStateException if it is absent, or if the calling test class does not declare it
   *     with {@link Requires}: such a class would fail on a machine without it
   */
  public Path path() {
    if (!StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(frames -> frames.anyMatch(frame -> isDeclaredBy(frame.getDeclaringClass())))) {
      throw new IllegalStateException("annotate the test class with @Requires(" + this + ")");
    }
    return find().orElseThrow(() -> new IllegalStateException(absence()));
  }

  private boolean isDeclaredBy(Class<?> type) {
    var requires = type.getNestHost().getAnnotation(Requires.class);
    return requires != null && Arrays.asList(requires.value()).contains(this);
  }

  private static Optional<Path> onPath(String program) {
    var folders = System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1);
    return Arrays.stream(folders)
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The folder shared beside the repository, unless SHARED_DIR names another. */
  private static Path shared() {
    var folder = System.getenv("SHARED_DIR");
    var root = Path.of(System.getProperty("repository.root", ".."));
    return folder == null ? root.resolve("../shared").normalize() : Path.of(folder);
  }
}
