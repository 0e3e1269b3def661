package io.cdcpipeline.operator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.smoke.SmokeSettings;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.List;
import java.util.stream.Stream;

/** The architecture: who may import whom, and who may do what. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  static final String ROOT = "io.cdcpipeline.operator";

  /** The stages, in the order in which data flows through them. */
  private static final List<String> STAGES =
      List.of("database", "kafka", "changefeed", "consumer", "search", "monitoring");

  /** The floors from top to bottom: each may import only those below it. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of(""), // wiring and reconciler
          List.of("smoke"),
          STAGES,
          List.of("pipeline"),
          List.of("endpoint"),
          List.of("kubernetes"),
          List.of("remote"),
          List.of("status"),
          List.of("naming"),
          List.of("api"));

  @ArchTest
  static void importsPointDown(JavaClasses classes) {
    for (int floor = 1; floor < FLOORS.size(); floor++) {
      var above = FLOORS.subList(0, floor).stream().flatMap(List::stream);
      noClasses()
          .that()
          .resideInAnyPackage(packages(FLOORS.get(floor).stream()))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(above))
          .because("floors, from top to bottom, are " + FLOORS)
          .check(classes);
    }
  }

  @ArchTest
  static void stagesDoNotKnowEachOther(JavaClasses classes) {
    for (var stage : STAGES) {
      noClasses()
          .that()
          .resideInAPackage(packageOf(stage))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(STAGES.stream().filter(other -> !other.equals(stage))))
          .because("stages share only names, endpoints and StageContext.ready")
          .check(classes);
    }
  }

  @ArchTest
  static void everyPackageHasItsFloor(JavaClasses classes) {
    classes()
        .should()
        .resideInAnyPackage(packages(FLOORS.stream().flatMap(List::stream)))
        .check(classes);
  }

  @ArchTest
  static final ArchRule endpointsTakeSpecAndNames =
      noClasses()
          .that()
          .resideInAPackage(packageOf("endpoint"))
          .should()
          .dependOnClassesThat()
          .areAssignableTo(StageContext.class);

  @ArchTest
  static final ArchRule theApiIsAModelAndNoMore =
      classes()
          .that()
          .resideInAPackage(packageOf("api"))
          .should(
              onlyDependOnClassesThat(
                  resideInAnyPackage(
                          packageOf("api"),
                          "java..",
                          "com.fasterxml.jackson.annotation..",
                          "io.fabric8.generator.annotation..",
                          "io.fabric8.crd..",
                          "io.fabric8.crdv2.generator..",
                          "io.fabric8.kubernetes.model.annotation..",
                          "io.fabric8.kubernetes.api.model..")
                      .or(belongToAnyOf(CustomResource.class, KubernetesSerialization.class))));

  @ArchTest
  static final ArchRule stagesNeverSeeTheContextOfAReconcile =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT, packageOf("pipeline"), packageOf("kubernetes"))
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Context.class)
          .because("a stage could hand it to a background thread");

  @ArchTest
  static final ArchRule sqlStaysInItsStage =
      noClasses()
          .that(not(resideInAnyPackage(packageOf("database"))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.sql..");

  @ArchTest
  static final ArchRule onlyTheMainClassEndsTheProcess =
      noClasses()
          .that()
          .doNotBelongToAnyOf(OperatorMain.class)
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule onlyTheConfigurationReadsTheEnvironment =
      noClasses()
          .that()
          .doNotBelongToAnyOf(OperatorConfig.class, SmokeSettings.class)
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class);

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .should()
          .haveNameMatching("(?i).*(utils?|helpers?|common|manager|misc)(\\..*|[$A-Z].*|)")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameStartingWith("Base")
          .orShould()
          .haveSimpleNameStartingWith("Abstract");

  private static String[] packages(Stream<String> names) {
    return names.map(ArchitectureTest::packageOf).toArray(String[]::new);
  }

  private static String packageOf(String name) {
    return name.isEmpty() ? ROOT : ROOT + "." + name + "..";
  }
}
