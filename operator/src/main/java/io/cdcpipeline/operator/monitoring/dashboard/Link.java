package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;

/** A link at the top of a dashboard, which keeps the time range. */
public record Link(ObjectNode json) {
  /** A menu of the dashboards with a tag. */
  public static Link menu(String title, String tag) {
    return tagged(title, tag, true);
  }

  /** One link for each dashboard with a tag, by its own title: none where there is none. */
  public static Link each(String tag) {
    return tagged("", tag, false);
  }

  private static Link tagged(String title, String tag, boolean menu) {
    var link = link("dashboards", title).put("url", "").put("asDropdown", menu);
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
