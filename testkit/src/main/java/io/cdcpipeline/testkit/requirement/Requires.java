package io.cdcpipeline.testkit.requirement;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips a test class, before any of its lifecycle methods, on a machine that lacks one of these.
 * With {@code CI=true} in the environment the class fails instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("requires")
@ExtendWith(RequirementCondition.class)
public @interface Requires {
  Requirement[] value();
}
