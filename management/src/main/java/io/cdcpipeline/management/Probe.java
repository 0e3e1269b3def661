package io.cdcpipeline.management;

import java.util.function.BooleanSupplier;

/**
 * What a probe answers.
 *
 * @param ok must not block
 * @param otherwise the text of the answer while it is not ok
 */
public record Probe(BooleanSupplier ok, String otherwise) {
  Response answer() {
    return ok.getAsBoolean() ? Response.text(200, "ok") : Response.text(503, otherwise);
  }
}
