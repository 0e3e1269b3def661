package io.cdcpipeline.consumer.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Environment variables and the files they name; an empty variable counts as not set. */
record Environment(Map<String, String> environment) {
  Optional<String> optional(String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  String required(String name) {
    return optional(name).orElseThrow(() -> new ConfigException(name, "is required, but not set"));
  }

  int number(String name, int fallback, int lowest, int highest) {
    String text = optional(name).orElse(String.valueOf(fallback));
    try {
      int number = Integer.parseInt(text);
      if (number >= lowest && number <= highest) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // reported below, together with numbers out of range
    }
    throw new ConfigException(
        name, "\"" + text + "\" is not a number between " + lowest + " and " + highest);
  }

  /** A readable file, checked at the start rather than at its first use. */
  Optional<Path> file(String name) {
    return optional(name)
        .map(
            path -> {
              try {
                if (Files.isRegularFile(Path.of(path)) && Files.isReadable(Path.of(path))) {
                  return Path.of(path);
                }
              } catch (InvalidPathException e) {
                // reported below
              }
              throw new ConfigException(name, "\"" + path + "\" is not a readable file");
            });
  }

  /** The secret in a file, without the trailing line break that editors add. */
  Optional<String> secret(String name) {
    return file(name).map(file -> secret(name, file));
  }

  private static String secret(String name, Path file) {
    try {
      String secret = secretIn(file);
      if (secret.isEmpty()) {
        throw new ConfigException(name, "the file " + file + " is empty");
      }
      return secret;
    } catch (IOException e) {
      throw new ConfigException(name, "cannot read " + file + ": " + e);
    }
  }

  /** What the file has at this moment, without the trailing line break that editors add. */
  static String secretIn(Path file) throws IOException {
    return Files.readString(file).replaceAll("[\\r\\n]+$", "");
  }
}
