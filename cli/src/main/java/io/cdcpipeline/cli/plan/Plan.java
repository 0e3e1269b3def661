package io.cdcpipeline.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.cli.plan.ChildChange.Action;
import io.cdcpipeline.cli.plan.Effect.Level;
import io.cdcpipeline.operator.DesiredChildren;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.consumer.ConsumerChildren;
import io.cdcpipeline.operator.pipeline.SpecDefaults;
import io.cdcpipeline.operator.remote.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What an apply of one pipeline would do.
 *
 * @param isNew whether the pipeline does not exist yet
 * @param fields how its spec changes
 */
record Plan(
    String namespace,
    String name,
    boolean isNew,
    List<FieldChange> fields,
    List<ChildChange> children,
    List<Effect> effects) {

  /** Of a pipeline that does not exist. */
  static Plan toCreate(CdcPipeline after, boolean tidbV1) {
    var complete = new SpecDefaults().complete(after);
    var problems = DesiredChildren.problems(complete, tidbV1);
    var children =
        problems.isEmpty()
            ? ChildChange.between(List.of(), DesiredChildren.of(complete, tidbV1))
            : List.<ChildChange>of();
    var effects = refusals(complete, problems);
    return new Plan(namespace(after), name(after), true, List.of(), children, effects);
  }

  /** Of one that does, and its state after the apply. */
  static Plan toChange(CdcPipeline before, CdcPipeline after, boolean tidbV1) {
    var defaults = new SpecDefaults();
    var old = defaults.complete(before);
    var wanted = defaults.complete(after);
    var fields = FieldChange.between(spec(old), spec(wanted));
    var problems = DesiredChildren.problems(wanted, tidbV1);
    // Children cannot be made of a configuration that cannot be read.
    var children =
        problems.isEmpty() && DesiredChildren.problems(old, tidbV1).isEmpty()
            ? ChildChange.between(
                DesiredChildren.of(old, tidbV1), DesiredChildren.of(wanted, tidbV1))
            : List.<ChildChange>of();
    var effects = new ArrayList<>(SpecEffects.of(old, wanted, fields));
    effects.addAll(ChildEffects.of(children));
    effects.addAll(refusals(wanted, problems));
    return new Plan(namespace(after), name(after), false, fields, children, effects);
  }

  /** What the operator would answer in the pipeline's conditions. */
  private static List<Effect> refusals(CdcPipeline pipeline, List<String> problems) {
    var refusals = new ArrayList<Effect>();
    problems.forEach(problem -> refusals.add(Effect.refuse("InvalidSpec: " + problem)));
    ConsumerChildren.refusal(pipeline)
        .ifPresent(why -> refusals.add(Effect.refuse("InsufficientMemory: " + why)));
    return refusals;
  }

  /** Of one that the API server would not take. */
  static Plan refused(String namespace, String name, List<Effect> refusals) {
    return new Plan(namespace, name, false, List.of(), List.of(), refusals);
  }

  Plan with(List<Effect> more) {
    var all = new ArrayList<>(effects);
    all.addAll(more);
    return new Plan(namespace, name, isNew, fields, children, all);
  }

  boolean isEmpty() {
    return !isNew && fields.isEmpty() && children.isEmpty() && effects.isEmpty();
  }

  long count(Action action) {
    return children.stream().filter(child -> child.action() == action).count();
  }

  /** Whether anything is at least as bad. */
  boolean reaches(Level level) {
    return effects.stream().anyMatch(effect -> effect.level().compareTo(level) >= 0);
  }

  private static JsonNode spec(CdcPipeline pipeline) {
    return Json.JSON.valueToTree(pipeline.getSpec());
  }

  private static String namespace(CdcPipeline pipeline) {
    return pipeline.getMetadata().getNamespace();
  }

  private static String name(CdcPipeline pipeline) {
    return pipeline.getMetadata().getName();
  }
}
