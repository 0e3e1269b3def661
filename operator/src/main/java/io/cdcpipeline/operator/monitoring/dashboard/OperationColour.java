package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;
import java.util.Locale;

/** The kinds of changes, each in one colour wherever it is shown. */
enum OperationColour {
  INSERT("green"),
  UPDATE("blue"),
  DELETE("red"),
  DDL("purple");

  private final String colour;

  OperationColour(String colour) {
    this.colour = colour;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For series of this operation, which metrics write in lower case and documents in upper. */
  ObjectNode override() {
    var override = Json.JSON.createObjectNode();
    override.withObject("/matcher").put("id", "byRegexp").put("options", "/^" + label() + "$/i");
    var properties = override.putArray("properties");
    properties.addObject().put("id", "displayName").put("value", label());
    ObjectNode color = properties.addObject().put("id", "color");
    color.withObject("/value").put("mode", "fixed").put("fixedColor", colour);
    return override;
  }

  /** For a column of documents. */
  void map(ObjectNode options) {
    int index = options.size();
    options.putObject(name()).put("text", label()).put("color", colour).put("index", index);
  }
}
