package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.Map;
import java.util.Optional;

/** Reads Secrets in the pipeline's namespace by name. */
@FunctionalInterface
public interface SecretReader {
  /** The decoded content of a Secret; empty when it does not exist. */
  Optional<Map<String, String>> read(String name);

  /**
   * The certificate of an authority, key ca.crt, that another operator keeps in a Secret; perhaps
   * as of a minute ago. Empty while there is none.
   */
  default Optional<String> authority(String name) {
    return read(name).map(content -> content.get("ca.crt"));
  }

  /**
   * One key of a Secret that the spec names.
   *
   * @param field the field of the spec, for the message
   * @throws StageException with InvalidReference when the Secret or the key does not exist
   */
  default String require(String field, String name, String key) {
    var content =
        read(name)
            .orElseThrow(() -> invalid(field + " names Secret " + name + ", which does not exist"));
    var value = content.get(key);
    if (value == null || value.isEmpty()) {
      throw invalid(field + " names Secret " + name + ", which has no key " + key);
    }
    // Keys of files have a dot; the others are what a client logs in with.
    if (!key.contains(".") && value.matches("(?s).*[\\r\\n].*")) {
      throw invalid(
          "%s names Secret %s, whose key %s contains a line break, usually a last one that an editor"
                  .formatted(field, name, key)
              + " or echo added: write the value without it");
    }
    return value;
  }

  private static StageException invalid(String message) {
    return new StageException(Reason.InvalidReference, message);
  }
}
