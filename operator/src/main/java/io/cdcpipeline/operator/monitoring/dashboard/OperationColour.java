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

  /** For series of this operation. */
  ObjectNode override() {
    var override = Json.JSON.createObjectNode();
    override.withObject("/matcher").put("id", "byName").put("options", label());
    ObjectNode property = override.putArray("properties").addObject().put("id", "color");
    property.withObject("/value").put("mode", "fixed").put("fixedColor", colour);
    return override;
  }
}
