package io.cdcpipeline.cli.manifest;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML as kubectl reads it: anchors and merges resolved, and times left as the text they are. */
final class PlainYaml extends SafeConstructor {
  PlainYaml() {
    super(new LoaderOptions());
    yamlConstructors.put(Tag.TIMESTAMP, yamlConstructors.get(Tag.STR));
  }
}
