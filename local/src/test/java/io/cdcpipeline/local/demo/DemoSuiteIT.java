package io.cdcpipeline.local.demo;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/**
 * The tests of one demo, which starts once for all of them. Surefire gives JUnit the classes of a
 * fork one by one, each as a run of its own, but a suite as one. Each class also runs by itself:
 * {@code -Dtest=SmokeIT}. CommandLineIT, as long as all of these, has a demo of its own beside it.
 */
@Suite(failIfNoTests = false)
@SelectClasses({ShopDemoIT.class, SmokeIT.class, SmokePanelsIT.class, PipelineFaultIT.class})
@ConfigurationParameter(
    key = "junit.jupiter.testclass.order.default",
    value = "org.junit.jupiter.api.ClassOrderer$ClassName")
class DemoSuiteIT {}
