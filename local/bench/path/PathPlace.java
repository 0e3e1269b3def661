package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.shipper.ShipperProcess;
import java.util.function.LongSupplier;

/** The running pipeline that is measured. */
record PathPlace(Demo demo, Session session, Connections connections, Steps steps) {

  static PathPlace of(Demo demo, Steps steps) {
    var session = new Session(demo);
    return new PathPlace(demo, session, session.connections("", ""), steps);
  }

  BenchTable table(String name) {
    return BenchTable.create(connections, session.database(), name);
  }

  HopCounter counter(String table, LongSupplier committed) {
    ShipperProcess shipper =
        demo.platform().search().shipper(demo.pipelineName()).orElseThrow();
    return new HopCounter(session, shipper.statistics(), table, committed);
  }

  ElasticsearchAdmin admin() {
    return new ElasticsearchAdmin(
        demo.platform().search().node(demo.pipelineName()).orElseThrow());
  }

  /** Every change is one document. */
  void requireEqual(String table, MixedRows load) {
    long found = HopCounter.searchable(session.search(), table);
    if (found != load.committed()) {
      throw DemoException.failed(
          "%s: %,d changes were committed, but %,d documents are in the index"
              .formatted(table, load.committed(), found));
    }
  }
}
