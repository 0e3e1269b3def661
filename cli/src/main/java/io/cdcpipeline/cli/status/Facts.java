package io.cdcpipeline.cli.status;

import io.cdcpipeline.cli.output.Health;
import io.cdcpipeline.cli.output.Style;
import io.cdcpipeline.operator.api.AuditStatus;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.ReplayStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** The lines below the picture. */
record Facts(Style style) {

  /** By name, in the order in which they are read. */
  Map<String, String> of(FlowStatus flow) {
    var facts = new LinkedHashMap<String, String>();
    var status = flow.status();
    if (status == null) {
      return facts;
    }
    if (status.lagSeconds() != null) {
      facts.put("behind", status.lagSeconds() + "s from the database to the last known hop");
    }
    facts.put("worst hop", flow.worst().map(this::worst).orElse("none is behind"));
    if (status.audit() != null) {
      facts.put("audit", audit(status.audit()));
    }
    if (resumable(status) != null) {
      facts.put("resume", "possible without loss until " + resumable(status));
    }
    if (status.replay() != null) {
      facts.put("replay", replay(status.replay()));
    }
    return facts;
  }

  private String worst(HopView hop) {
    var text =
        hop.since() == null
            ? "%s: adds most of its %s".formatted(hop.hop(), hop.lag())
            : "%s: stalled since %s".formatted(hop.hop(), hop.since());
    return style.of(hop.since() == null ? Health.WARNING : Health.FAILING, text);
  }

  private String audit(AuditStatus audit) {
    var until = audit.verifiedUntil() == null ? "not yet" : "up to " + audit.verifiedUntil();
    var missing =
        audit.missing() == 0
            ? style.of(Health.OK, "0 missing")
            : style.of(Health.FAILING, audit.missing() + " missing");
    return "verified %s: %s, %d surplus, %d windows unknown"
        .formatted(until, missing, audit.surplus(), audit.unverified());
  }

  private static String resumable(CdcPipelineStatus status) {
    return status.changefeed() == null ? null : status.changefeed().resumableUntil();
  }

  private static String replay(ReplayStatus replay) {
    var state = replay.state() == null ? "Unknown" : word(replay.state().name());
    return "%d: %s%s%s"
        .formatted(
            replay.nonce(),
            state,
            replay.progress() == null ? "" : ", " + replay.progress(),
            replay.message() == null ? "" : ": " + replay.message());
  }

  private static String word(String constant) {
    return constant.charAt(0) + constant.substring(1).toLowerCase(java.util.Locale.ROOT);
  }
}
