package io.cdcpipeline.operator.monitoring.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a panel asks its data source; a panel with several gives each a refId of its own. */
public interface Query {
  /** The fields of a target that this kind of data source knows. */
  ObjectNode json();
}
