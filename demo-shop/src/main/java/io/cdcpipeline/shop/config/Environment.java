package io.cdcpipeline.shop.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Environment variables, checked as they are read; an empty one counts as not set. */
record Environment(Map<String, String> variables) {
  Optional<String> optional(String name) {
    return Optional.ofNullable(variables.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  String text(String name, String fallback) {
    return optional(name).orElse(fallback);
  }

  String required(String name) {
    return optional(name).orElseThrow(() -> new ConfigException(name, "is required, but not set"));
  }

  int number(String name, int fallback, int lowest, int highest) {
    String text = text(name, String.valueOf(fallback));
    try {
      int number = Integer.parseInt(text);
      if (number >= lowest && number <= highest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, together with numbers out of range
    }
    throw new ConfigException(
        name, "\"%s\" is not a number from %d to %d".formatted(text, lowest, highest));
  }

  /** A whole number with its unit: 90s, 10m, 24h. */
  Duration duration(String name, Duration fallback) {
    Optional<String> text = optional(name);
    if (text.isEmpty()) {
      return fallback;
    }
    if (!text.get().matches("[1-9][0-9]{0,5}[smh]")) {
      throw new ConfigException(
          name, "\"%s\" is not a duration like 90s, 10m or 24h".formatted(text.get()));
    }
    return Duration.parse("PT" + text.get());
  }

  <E extends Enum<E>> E oneOf(String name, Class<E> type, E fallback) {
    String text = text(name, fallback.name());
    for (E value : type.getEnumConstants()) {
      if (value.name().equalsIgnoreCase(text)) {
        return value;
      }
    }
    String known =
        String.join(
            ", ",
            java.util.Arrays.stream(type.getEnumConstants())
                .map(e -> e.name().toLowerCase(java.util.Locale.ROOT))
                .toList());
    throw new ConfigException(name, "\"%s\" is not one of %s".formatted(text, known));
  }
}
