package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.process.Endpoint;
import java.util.function.LongSupplier;

/**
 * The running pipeline that is measured.
 *
 * @param shipper where what ships the lines answers {@code /stats}
 */
record PathPlace(
    Demo demo, Session session, Connections connections, Endpoint shipper, Steps steps) {

  static PathPlace of(Demo demo, Steps steps) {
    var session = new Session(demo);
    var standIn = demo.platform().search().shipper(demo.pipelineName()).orElseThrow();
    return new PathPlace(
        demo, session, session.connections("", ""), standIn.statistics(), steps);
  }

  PathPlace with(Endpoint otherShipper) {
    return new PathPlace(demo, session, connections, otherShipper, steps);
  }

  BenchTable table(String name) {
    return BenchTable.create(connections, session.database(), name);
  }

  HopCounter counter(String table, LongSupplier committed) {
    return new HopCounter(session, shipper, table, committed);
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
