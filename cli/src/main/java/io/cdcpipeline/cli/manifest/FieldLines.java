package io.cdcpipeline.cli.manifest;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Finds the line of a field such as {@code spec.consumer.redact[0].table}. */
public record FieldLines(Node root) {
  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)\\]");

  /** Counted from 1. */
  public int of(String field) {
    var steps = STEP.matcher(field);
    var at = root;
    int line = line(root);
    while (steps.find()) {
      var index = steps.group(2);
      if (index != null && at instanceof SequenceNode list) {
        int i = Integer.parseInt(index);
        if (i >= list.getValue().size()) {
          return line;
        }
        at = list.getValue().get(i);
        line = line(at);
      } else if (index == null && at instanceof MappingNode map) {
        var entry = entry(map, steps.group(1));
        if (entry == null) {
          return line;
        }
        line = line(entry.getKeyNode());
        at = entry.getValueNode();
      } else {
        return line;
      }
    }
    return line;
  }

  private static NodeTuple entry(MappingNode map, String key) {
    return map.getValue().stream()
        .filter(t -> t.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key))
        .findFirst()
        .orElse(null);
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
