import java.util.Arrays;
import java.util.List;

/** Numbers from the environment. */
final class Settings {
  private Settings() {}

  static int number(String name, int otherwise) {
    return Integer.parseInt(System.getenv().getOrDefault(name, String.valueOf(otherwise)));
  }

  /** Several, apart by blanks, the smallest first. */
  static List<Integer> numbers(String name, String otherwise) {
    return Arrays.stream(System.getenv().getOrDefault(name, otherwise).trim().split(" +"))
        .map(Integer::valueOf)
        .sorted()
        .toList();
  }
}
