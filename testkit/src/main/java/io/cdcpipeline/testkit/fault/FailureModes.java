package io.cdcpipeline.testkit.fault;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.platform.commons.support.ReflectionSupport;

/** The part of docs/failure-modes.md that the tests of one module document. */
public final class FailureModes {
  private static final String HEAD =
      """
      | Fault | What happens | What you see | What to do | Shown by |
      |---|---|---|---|---|
      """;

  private FailureModes() {}

  /**
   * Checks the module's rows of the page against the tests in a package and those below it; with
   * {@code -Dgolden.update=true} it writes them instead.
   *
   * @throws AssertionError if the page is out of date
   */
  public static void check(String module, String basePackage) throws IOException {
    Path file = Path.of(System.getProperty("repository.root", ".."), "docs/failure-modes.md");
    String page = Files.readString(file);
    String updated = update(page, module, basePackage);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, updated);
    } else if (!updated.equals(page)) {
      throw new AssertionError("docs/failure-modes.md is out of date: run make golden");
    }
  }

  /**
   * The page with new rows between {@code <!-- rows of MODULE -->} and {@code <!-- end of MODULE
   * -->}.
   *
   * @throws IllegalArgumentException if the page has no such place
   */
  static String update(String page, String module, String basePackage) {
    String start = "<!-- rows of %s -->\n".formatted(module);
    String end = "<!-- end of %s -->\n".formatted(module);
    int from = page.indexOf(start);
    int to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("docs/failure-modes.md lacks " + start + end);
    }
    return page.substring(0, from + start.length()) + table(basePackage) + page.substring(to);
  }

  private static String table(String basePackage) {
    return ReflectionSupport.findAllClassesInPackage(basePackage, c -> true, name -> true).stream()
        .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
        .filter(test -> test.isAnnotationPresent(FailureMode.class))
        .sorted(Comparator.comparing(test -> test.getAnnotation(FailureMode.class).fault()))
        .map(FailureModes::row)
        .collect(Collectors.joining("", HEAD, ""));
  }

  private static String row(Method test) {
    FailureMode mode = test.getAnnotation(FailureMode.class);
    return "| %s | %s | %s | %s | `%s#%s`%s |\n"
        .formatted(
            mode.fault(),
            mode.effect(),
            mode.shown(),
            mode.action(),
            test.getDeclaringClass().getSimpleName(),
            test.getName(),
            isLong(test) ? " (`make fault-test`)" : "");
  }

  private static boolean isLong(Method test) {
    return test.isAnnotationPresent(LongFault.class)
        || test.getDeclaringClass().isAnnotationPresent(LongFault.class);
  }
}
