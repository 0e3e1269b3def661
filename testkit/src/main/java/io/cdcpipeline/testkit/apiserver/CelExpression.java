package io.cdcpipeline.testkit.apiserver;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One compiled CEL expression over {@code self} and {@code oldSelf}, both dynamically typed. */
final class CelExpression {
  /** An expression that does not compile or whose evaluation failed. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private static final Cel CEL =
      CelFactory.plannerCelBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .addVar("oldSelf", SimpleType.DYN)
          .addCompilerLibraries(
              CelExtensions.strings(), CelExtensions.optional(), CelExtensions.bindings())
          .addRuntimeLibraries(CelExtensions.strings(), CelExtensions.optional())
          .addFunctionDeclarations(KubernetesCel.DECLARATIONS)
          .addFunctionBindings(KubernetesCel.BINDINGS)
          .build();
  private static final Map<String, CelExpression> COMPILED = new ConcurrentHashMap<>();
  private static final Set<String> CHECKED = ConcurrentHashMap.newKeySet();

  private final CelRuntime.Program program;

  private CelExpression(CelRuntime.Program program) {
    this.program = program;
  }

  /**
   * Checks names and types as the API server does with the rules of a CRD, each once. What is only
   * evaluated is not checked again: that would take most of the time.
   *
   * @throws Failed when a name is not declared, or types do not fit
   */
  static void check(String expression) {
    if (CHECKED.contains(expression)) {
      return;
    }
    try {
      CEL.compile(expression).getAst();
      CHECKED.add(expression);
    } catch (CelValidationException e) {
      throw notCompiled(e);
    }
  }

  /** Compiled once and cached: a CRD has a few dozen rules, which never change. */
  static CelExpression of(String expression) {
    return COMPILED.computeIfAbsent(expression, CelExpression::compile);
  }

  private static CelExpression compile(String expression) {
    try {
      return new CelExpression(CEL.createProgram(CEL.parse(expression).getAst()));
    } catch (CelValidationException | CelEvaluationException e) {
      throw notCompiled(e);
    }
  }

  private static Failed notCompiled(Exception e) {
    return new Failed("compilation failed: " + e.getMessage(), e);
  }

  Object evaluate(Map<String, Object> variables) {
    try {
      return program.eval(variables);
    } catch (CelEvaluationException e) {
      throw new Failed("call arguments did not match a supported operator: " + e.getMessage(), e);
    }
  }
}
