package io.cdcpipeline.cli.completion;

import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** What kubectl asks through kubectl_complete-cdc: candidates, and what to do with them. */
public final class Completion {
  /** The first word of such a question, as Cobra's programs have it. */
  public static final String REQUEST = "__complete";

  /** Cobra's directive not to offer files in their place. */
  private static final String NO_FILES = ":4";

  private Completion() {}

  /**
   * The lines of the answer.
   *
   * @param typed the words so far; the last, which may be empty, is to be completed
   */
  public static List<String> of(CommandSpec root, List<String> typed) {
    var words = typed.isEmpty() ? List.of("") : typed;
    int last = words.size() - 1;
    var candidates = new ArrayList<CharSequence>();
    AutoComplete.complete(
        root,
        words.toArray(String[]::new),
        last,
        words.get(last).length(),
        words.stream().mapToInt(word -> word.length() + 1).sum() - 1,
        candidates);
    var lines = new ArrayList<String>();
    candidates.forEach(rest -> lines.add((words.get(last) + rest).strip()));
    lines.removeIf(String::isEmpty);
    lines.sort(null);
    lines.add(NO_FILES);
    return lines;
  }
}
