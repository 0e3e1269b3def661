package io.cdcpipeline.cli.trace;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.connect.SqlClient;
import io.cdcpipeline.cli.connect.Target;
import io.cdcpipeline.cli.connect.Tunnel;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.operator.api.CdcPipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The row in the database.
 *
 * @param text the row, that there is none, or why it was not read
 * @param keyColumns of the primary key; empty if unknown
 */
record SqlHop(String text, List<String> keyColumns) {

  /** Never fails: the other hops are worth something without it. */
  static SqlHop read(Cluster cluster, CdcPipeline pipeline, Optional<SqlClient> client, RowKey row)
      throws InterruptedException {
    if (client.isEmpty()) {
      return new SqlHop("not read: neither mysql nor mariadb is on the PATH", List.of());
    }
    try {
      var target = Target.sql(cluster, pipeline);
      try (var tunnel = Tunnel.open(cluster, target.address(), 0)) {
        var answer = client.get().query(tunnel, target.login(), row.keyColumnsQuery());
        var columns = answer.stream().skip(1).toList();
        if (columns.isEmpty()) {
          return new SqlHop("not read: no primary key, or no such table", List.of());
        }
        if (columns.size() != row.values().size()) {
          return new SqlHop(
              "not read: the key has the columns " + String.join(",", columns), columns);
        }
        return new SqlHop(
            row(client.get().query(tunnel, target.login(), row.rowQuery(columns))), columns);
      }
    } catch (CliException | IOException e) {
      return new SqlHop("not read: " + e.getMessage(), List.of());
    }
  }

  private static String row(List<String> answer) {
    if (answer.size() < 2) {
      return "no such row";
    }
    var names = answer.get(0).split("\t", -1);
    var values = answer.get(1).split("\t", -1);
    var columns = new ArrayList<String>();
    for (int i = 0; i < Math.min(names.length, values.length); i++) {
      columns.add(names[i] + ": " + values[i]);
    }
    return String.join(", ", columns);
  }
}
