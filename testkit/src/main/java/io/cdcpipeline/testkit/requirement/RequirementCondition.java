package io.cdcpipeline.testkit.requirement;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Evaluates {@link Requires}: the reason lists everything that is missing, one per line. */
final class RequirementCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    var missing =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Requires.class).stream()
            .flatMap(annotation -> Arrays.stream(annotation.value()))
            .filter(requirement -> requirement.find().isEmpty())
            .map(Requirement::absence)
            .collect(joining("\n"));
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("everything required is here");
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException("nothing may be skipped in CI: " + missing);
    }
    return ConditionEvaluationResult.disabled(missing);
  }
}
