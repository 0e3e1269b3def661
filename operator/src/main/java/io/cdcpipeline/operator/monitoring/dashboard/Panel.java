package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;
import java.util.List;

/** One panel: its texts, its queries of one data source, and how it shows the answers. */
public final class Panel {
  private final ObjectNode json;
  private final DataSource source;
  private int width = Dashboard.COLUMNS;

  private Panel(PanelType type, PanelText text, DataSource source) {
    this.json = type.panel();
    this.source = source;
    json.put("title", text.title()).put("description", text.description());
    json.set("datasource", source.json());
    json.putArray("targets");
    text.noValue().ifPresent(noValue -> defaults().put("noValue", noValue));
  }

  public static Panel stat(PanelText text, DataSource source) {
    return new Panel(PanelType.STAT, text, source);
  }

  public static Panel timeSeries(PanelText text, DataSource source) {
    return new Panel(PanelType.TIME_SERIES, text, source);
  }

  public static Panel pie(PanelText text, DataSource source) {
    return new Panel(PanelType.PIE, text, source);
  }

  public static Panel table(PanelText text, DataSource source) {
    return new Panel(PanelType.TABLE, text, source);
  }

  /** States of conditions, which are 1 while they are True and otherwise 0. */
  public static Panel conditions(PanelText text, DataSource source) {
    return new Panel(PanelType.STATE_TIMELINE, text, source).yesOrNo();
  }

  public Panel width(int columns) {
    width = columns;
    return this;
  }

  public Panel unit(String unit) {
    defaults().put("unit", unit);
    return this;
  }

  public Panel decimals(int decimals) {
    defaults().put("decimals", decimals);
    return this;
  }

  /** One colour, whatever the value. */
  public Panel color(String color) {
    step(color, null);
    return this;
  }

  /** Green below the first of two limits, orange between them, red from the second on. */
  public Panel limits(int orange, int red) {
    return color("green").from(orange, "orange").from(red, "red");
  }

  /** A further colour from a value on. */
  public Panel from(int value, String color) {
    step(color, value);
    return this;
  }

  /** 1 and 0 as yes and no. */
  public Panel yesOrNo() {
    color("red").from(1, "green");
    ObjectNode options =
        defaults().withArray("mappings").addObject().put("type", "value").withObject("/options");
    options.putObject("0").put("text", "no").put("color", "red").put("index", 0);
    options.putObject("1").put("text", "yes").put("color", "green").put("index", 1);
    return this;
  }

  public Panel stacked() {
    defaults().withObject("/custom").put("fillOpacity", 20);
    defaults().withObject("/custom/stacking").put("mode", "normal");
    return this;
  }

  /** Bars, for counts of a span of time; lines would join them. */
  public Panel bars() {
    defaults().withObject("/custom").put("drawStyle", "bars").put("fillOpacity", 60);
    defaults().withObject("/custom/stacking").put("mode", "normal");
    return this;
  }

  /** One number for a whole series: sum, max, lastNotNull. */
  public Panel reducedBy(String calculation) {
    json.withObject("/options/reduceOptions").putArray("calcs").add(calculation);
    return this;
  }

  /** Looks back this far, whatever the dashboard's time range. */
  public Panel ofTheLast(String span) {
    json.put("timeFrom", span);
    return this;
  }

  public Panel query(Query query) {
    var targets = json.withArray("targets");
    ObjectNode target = targets.addObject();
    target.put("refId", String.valueOf((char) ('A' + targets.size() - 1)));
    target.set("datasource", source.json());
    target.setAll(query.json());
    return this;
  }

  /** The newest first. */
  public Panel sortedBy(String column) {
    json.withObject("/options")
        .putArray("sortBy")
        .addObject()
        .put("displayName", column)
        .put("desc", true);
    return this;
  }

  public Panel transformed(List<Transformation> transformations) {
    var array = json.putArray("transformations");
    transformations.forEach(transformation -> array.add(transformation.json()));
    return this;
  }

  /** Operations by their colours, whichever data source names them. */
  public Panel operationsColoured() {
    for (var operation : OperationColour.values()) {
      json.withObject("/fieldConfig").withArray("overrides").add(operation.override());
    }
    return this;
  }

  /** The column op in lower case and in colours. */
  public Panel operationColumn() {
    ObjectNode override = json.withObject("/fieldConfig").withArray("overrides").addObject();
    override.withObject("/matcher").put("id", "byName").put("options", "op");
    var properties = override.putArray("properties");
    ObjectNode cell = properties.addObject().put("id", "custom.cellOptions");
    cell.putObject("value").put("type", "color-text");
    ObjectNode mapping = properties.addObject().put("id", "mappings").putArray("value").addObject();
    ObjectNode options = mapping.put("type", "value").putObject("options");
    for (var operation : OperationColour.values()) {
      operation.map(options);
    }
    return this;
  }

  int width() {
    return width;
  }

  JsonNode at(int id, int height, int x, int y) {
    ObjectNode placed = Json.JSON.createObjectNode().put("id", id).setAll(json.deepCopy());
    placed.putObject("gridPos").put("h", height).put("w", width).put("x", x).put("y", y);
    return placed;
  }

  private ObjectNode defaults() {
    return json.withObject("/fieldConfig/defaults");
  }

  private void step(String color, Integer from) {
    defaults()
        .withObject("/thresholds")
        .withArray("steps")
        .addObject()
        .put("color", color)
        .put("value", from);
  }
}
