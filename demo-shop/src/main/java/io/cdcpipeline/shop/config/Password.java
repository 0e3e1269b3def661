package io.cdcpipeline.shop.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** A password, given as it is or in a file. It never prints itself. */
public final class Password {
  private final Optional<Path> file;
  private final String literal;

  private Password(Optional<Path> file, String literal) {
    this.file = file;
    this.literal = literal;
  }

  public static Password of(String literal) {
    return new Password(Optional.empty(), literal);
  }

  /** From {@code name} or from the file in {@code name_FILE}; both at once is an error. */
  static Password from(Environment settings, String name, String fallback) {
    // Not stripped as other settings are: a password may begin or end with a blank.
    Optional<String> literal =
        Optional.ofNullable(settings.variables().get(name)).filter(text -> !text.isEmpty());
    Optional<String> path = settings.optional(name + "_FILE");
    if (literal.isPresent() && path.isPresent()) {
      throw new ConfigException(name, "set either this or " + name + "_FILE, not both");
    }
    Password password = new Password(path.map(p -> path(name, p)), literal.orElse(fallback));
    try {
      password.value();
    } catch (UncheckedIOException e) {
      throw new ConfigException(
          name + "_FILE", "\"%s\" is not a readable file".formatted(path.get()));
    }
    return password;
  }

  private static Path path(String name, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new ConfigException(name + "_FILE", "\"%s\" is not a path".formatted(text));
    }
  }

  /**
   * The password; a file is read each time, so that a rotated Secret is used from the next
   * connection on, without the line break editors leave at its end.
   *
   * @throws UncheckedIOException when the file cannot be read
   */
  public String value() {
    if (file.isEmpty()) {
      return literal;
    }
    try {
      return Files.readString(file.get()).replaceAll("[\\r\\n]+$", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
