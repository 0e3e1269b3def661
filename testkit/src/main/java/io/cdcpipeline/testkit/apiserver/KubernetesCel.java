package io.cdcpipeline.testkit.apiserver;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Kubernetes extensions of CEL that CRDs use: quantities and regular expressions
 * (k8s.io/apiserver pkg/cel/library/{quantity,regex}.go).
 */
final class KubernetesCel {
  static final ImmutableList<CelFunctionDecl> DECLARATIONS =
      ImmutableList.of(
          CelFunctionDecl.newFunctionDeclaration(
              "quantity",
              CelOverloadDecl.newGlobalOverload("quantity", SimpleType.DYN, SimpleType.STRING)),
          CelFunctionDecl.newFunctionDeclaration(
              "isQuantity",
              CelOverloadDecl.newGlobalOverload("is_quantity", SimpleType.BOOL, SimpleType.STRING)),
          comparison("isGreaterThan", "quantity_gt", SimpleType.BOOL),
          comparison("isLessThan", "quantity_lt", SimpleType.BOOL),
          comparison("compareTo", "quantity_compare", SimpleType.INT),
          CelFunctionDecl.newFunctionDeclaration(
              "find",
              CelOverloadDecl.newMemberOverload(
                  "string_find", SimpleType.STRING, SimpleType.STRING, SimpleType.STRING)));

  /** By the functions' names, which is how an expression finds them that nothing has checked. */
  static final ImmutableSet<CelFunctionBinding> BINDINGS =
      Stream.of(
              named(
                  "quantity",
                  CelFunctionBinding.from(
                      "quantity", String.class, text -> amount(text).doubleValue())),
              named(
                  "isQuantity",
                  CelFunctionBinding.from("is_quantity", String.class, KubernetesCel::isQuantity)),
              named(
                  "isGreaterThan",
                  CelFunctionBinding.from(
                      "quantity_gt", Double.class, Double.class, (a, b) -> a.compareTo(b) > 0)),
              named(
                  "isLessThan",
                  CelFunctionBinding.from(
                      "quantity_lt", Double.class, Double.class, (a, b) -> a.compareTo(b) < 0)),
              named(
                  "compareTo",
                  CelFunctionBinding.from(
                      "quantity_compare",
                      Double.class,
                      Double.class,
                      (a, b) -> (long) a.compareTo(b))),
              named(
                  "find",
                  CelFunctionBinding.from(
                      "string_find", String.class, String.class, KubernetesCel::find)))
          .flatMap(Set::stream)
          .collect(ImmutableSet.toImmutableSet());

  private static ImmutableSet<CelFunctionBinding> named(
      String function, CelFunctionBinding overload) {
    return CelFunctionBinding.fromOverloads(function, overload);
  }

  private KubernetesCel() {}

  private static CelFunctionDecl comparison(String name, String id, CelType result) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newMemberOverload(id, result, SimpleType.DYN, SimpleType.DYN));
  }

  private static BigDecimal amount(String text) {
    return Quantity.getAmountInBytes(Quantity.parse(text));
  }

  private static boolean isQuantity(String text) {
    try {
      return amount(text) != null;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static String find(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? matcher.group() : "";
  }
}
