package io.cdcpipeline.shop;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** http → service → database → config; the load generator knows the shop only over HTTP. */
@AnalyzeClasses(
    packages = "io.cdcpipeline.shop",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule IMPORTS_POINT_DOWN =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("root")
          .definedBy("io.cdcpipeline.shop")
          .layer("http")
          .definedBy("..shop.http..")
          .layer("load")
          .definedBy("..shop.load..")
          .layer("service")
          .definedBy("..shop.service..")
          .layer("database")
          .definedBy("..shop.database..")
          .layer("logging")
          .definedBy("..shop.logging..")
          .layer("config")
          .definedBy("..shop.config..")
          .whereLayer("root")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("load")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("logging")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("service")
          .mayOnlyBeAccessedByLayers("root", "http")
          .whereLayer("database")
          .mayOnlyBeAccessedByLayers("root", "http", "service");
}
