package io.cdcpipeline.testkit.fault;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A fault that a test injects, as a row of docs/failure-modes.md. The test asserts everything that
 * the row promises. Each text is a phrase of Markdown without a full stop.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface FailureMode {
  /** What fails, and how. */
  String fault();

  /** What the pipeline does, and what becomes of the rows. */
  String effect();

  /** What the user sees, and within which time. */
  String shown() default "nothing";

  /** What the user has to do. */
  String action() default "nothing";
}
