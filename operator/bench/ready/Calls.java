import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the stand-ins are asked. */
final class Calls {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  void count(String call) {
    counts.computeIfAbsent(call, c -> new LongAdder()).increment();
  }

  Map<String, Long> now() {
    var now = new TreeMap<String, Long>();
    counts.forEach((call, count) -> now.put(call, count.sum()));
    return now;
  }

  /** Those since then, whose names begin with a word, per pipeline and minute. */
  String since(Map<String, Long> before, String word, double pipelineMinutes) {
    double sum = 0;
    var each = new TreeMap<String, String>();
    for (var call : now().entrySet()) {
      double rate =
          (call.getValue() - before.getOrDefault(call.getKey(), 0L)) / pipelineMinutes;
      if (call.getKey().startsWith(word + " ") && rate > 0) {
        sum += rate;
        each.put(call.getKey().substring(word.length() + 1), "%.2f".formatted(rate));
      }
    }
    return "%.2f %s".formatted(sum, each);
  }
}
