package io.cdcpipeline.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** root → commands → cluster, manifest → output; of the operator only what needs no cluster. */
@AnalyzeClasses(
    packages = "io.cdcpipeline.cli",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule OUTPUT_IS_BELOW_EVERYTHING =
      noClasses()
          .that()
          .resideInAPackage("..cli.output..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "..cli.cluster..", "..cli.status..", "..cli.plan..");

  @ArchTest
  static final ArchRule THE_CLUSTER_KNOWS_NO_COMMAND =
      noClasses()
          .that()
          .resideInAnyPackage("..cli.cluster..", "..cli.manifest..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..cli.status..",
              "..cli.lint..",
              "..cli.plan..",
              "..cli.change..",
              "..cli.tail..",
              "..cli.trace..",
              "..cli.connect..",
              "..cli.report..");

  @ArchTest
  static final ArchRule CHANGES_ARE_MADE_IN_ONE_ROOM =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli.change..")
          .should()
          .dependOnClassesThat()
          .haveSimpleName("SpecPatch");

  @ArchTest
  static final ArchRule ONLY_THE_MAIN_CLASS_ENDS_THE_PROCESS =
      noClasses()
          .that()
          .doNotHaveSimpleName("CliMain")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule OF_THE_OPERATOR_ONLY_WHAT_IS_PURE =
      classes()
          .that()
          .resideInAPackage("io.cdcpipeline.cli..")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(
              "io.cdcpipeline.operator.changefeed..",
              "io.cdcpipeline.operator.endpoint..",
              "io.javaoperatorsdk..",
              "io.micrometer..");
}
