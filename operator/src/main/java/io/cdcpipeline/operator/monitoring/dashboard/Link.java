package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;

/** A link at the top of a dashboard, which keeps the time range. */
public record Link(ObjectNode json) {
  /** To one dashboard. */
  public static Link to(String title, String uid) {
    return new Link(link("link", title).put("url", "/d/" + uid).put("asDropdown", false));
  }

  /** A menu of all dashboards with a tag. */
  public static Link tagged(String title, String tag) {
    var link = link("dashboards", title).put("url", "").put("asDropdown", true);
    link.withArray("tags").add(tag);
    return new Link(link);
  }

  /** To the dashboards whose title has a word, wherever their owners have put them. */
  public static Link search(String title, String word) {
    var link = link("link", title).put("url", "/dashboards?query=" + word);
    return new Link(link.put("asDropdown", false));
  }

  private static ObjectNode link(String type, String title) {
    var link = Json.JSON.createObjectNode().put("type", type).put("title", title);
    link.put("icon", type.equals("link") ? "dashboard" : "external link").put("tooltip", "");
    link.put("keepTime", true).put("includeVars", false).put("targetBlank", false);
    link.putArray("tags");
    return link;
  }
}
