package io.cdcpipeline.consumer;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/**
 * The consumer's architecture: imports point down this list only, and packages on one line do not
 * know each other.
 *
 * <pre>
 * (root)           the loop and its wiring
 * config, output   settings in; lines and dead letters out
 * event            id, redaction and line of one change
 * metrics          what is measured
 * dedup, canal     replays; the wire format
 * json             JSON in byte arrays
 * </pre>
 */
@AnalyzeClasses(
    packages = "io.cdcpipeline.consumer",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule importsPointDown =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("root")
          .definedBy("io.cdcpipeline.consumer")
          .layer("config")
          .definedBy("..consumer.config..")
          .layer("output")
          .definedBy("..consumer.output..")
          .layer("event")
          .definedBy("..consumer.event..")
          .layer("metrics")
          .definedBy("..consumer.metrics..")
          .layer("dedup")
          .definedBy("..consumer.dedup..")
          .layer("canal")
          .definedBy("..consumer.canal..")
          .layer("json")
          .definedBy("..consumer.json..")
          .ensureAllClassesAreContainedInArchitecture()
          .whereLayer("root")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("config")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("output")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("event")
          .mayOnlyBeAccessedByLayers("root", "config", "output")
          .whereLayer("metrics")
          .mayOnlyBeAccessedByLayers("root", "config", "output", "event")
          .whereLayer("dedup")
          .mayOnlyBeAccessedByLayers("root", "config", "output", "event", "metrics")
          .whereLayer("canal")
          .mayOnlyBeAccessedByLayers("root", "config", "output", "event", "metrics")
          .whereLayer("json")
          .mayOnlyBeAccessedByLayers(
              "root", "config", "output", "event", "metrics", "dedup", "canal");

  @ArchTest
  static final ArchRule classesFormNoCycles =
      slices().assignedFrom(new OutermostClass()).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheMainClassExits =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ConsumerMain.class.getName())
          .should()
          .accessTargetWhere(isMethodOf("java\\.lang\\.(System|Runtime)", "exit|halt"))
          .as("only ConsumerMain ends the process");

  @ArchTest
  static final ArchRule onlySettingsReadTheEnvironment =
      noClasses()
          .that()
          .resideOutsideOfPackage("..consumer.config..")
          .should()
          .accessTargetWhere(isMethodOf("java\\.lang\\.System", "getenv"))
          .as("only config reads the environment");

  @ArchTest
  static final ArchRule packagesAreNamedForWhatTheyHold =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..",
              "..utils..",
              "..helper..",
              "..helpers..",
              "..common..",
              "..impl..",
              "..base..",
              "..manager..",
              "..misc..");

  private static DescribedPredicate<JavaAccess<?>> isMethodOf(String owners, String methods) {
    return targetOwner(nameMatching(owners)).and(target(nameMatching(methods)));
  }

  /** Each source file is one slice: nested classes belong to their outermost class. */
  private static final class OutermostClass implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      JavaClass outermost = javaClass;
      while (outermost.getEnclosingClass().isPresent()) {
        outermost = outermost.getEnclosingClass().get();
      }
      return SliceIdentifier.of(outermost.getName());
    }

    @Override
    public String getDescription() {
      return "outermost classes";
    }
  }
}
