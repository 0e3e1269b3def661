package io.cdcpipeline.operator.changefeed;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdcpipeline.operator.kubernetes.AppliedState;
import io.cdcpipeline.operator.remote.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the operator records of a changefeed, to know it again after a restart; no secrets.
 *
 * @param hash of the desired changefeed last sent, recorded before it is sent; "" for none, "?" for
 *     unknown
 * @param created whether TiCDC has confirmed it
 * @param nonce restartNonce it was created with, "" for unknown
 * @param position TSO up to which every change is in Kafka: where a missing one starts again
 * @param replacing whether it was removed to be re-created from the spec's start point
 * @param accepted differences from the desired changefeed that TiCDC itself makes
 * @param resumes how often it was resumed after a failure since it was last healthy
 * @param resumedAt epoch millisecond of the last of them
 * @param certificates checksum of those it started with; null in the record of version 0.1
 */
public record ChangefeedState(
    String hash,
    boolean created,
    String nonce,
    long position,
    boolean replacing,
    List<String> accepted,
    int resumes,
    long resumedAt,
    String certificates) {
  public static final ChangefeedState NONE =
      new ChangefeedState("", false, "", 0, false, List.of(), 0, 0, "");
  private static final String KEY = "changefeed";
  private static final String UNKNOWN = "?";

  /**
   * Where the state is recorded. A step records it before it calls TiCDC, so that nothing is done
   * twice when the answer is lost.
   */
  interface Store {
    ChangefeedState read();

    void write(ChangefeedState state);
  }

  /** In the pipeline's ConfigMap; safe on a background thread. */
  record InConfigMap(AppliedState applied) implements Store {
    @Override
    public ChangefeedState read() {
      return parse(applied.get(KEY));
    }

    @Override
    public void write(ChangefeedState state) {
      applied.put(KEY, state.text());
    }
  }

  /** Parses what {@link #text} wrote; NONE where somebody has broken it. */
  static ChangefeedState parse(Optional<String> text) {
    try {
      return text.isEmpty() ? NONE : Json.JSON.readValue(text.get(), ChangefeedState.class);
    } catch (JsonProcessingException e) {
      return NONE;
    }
  }

  String text() {
    try {
      return Json.JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** About to be created. If an earlier creation may have succeeded, which one is unknown. */
  ChangefeedState creating(DesiredChangefeed desired, boolean fromStart) {
    boolean certain = hash.isEmpty() || created || hash.equals(desired.hash());
    String sent = certain ? desired.hash() : UNKNOWN;
    return new ChangefeedState(
        sent,
        false,
        desired.nonce(),
        position,
        fromStart,
        List.of(),
        0,
        0,
        desired.certificates().checksum());
  }

  /** It exists already, so its configuration is unknown. */
  ChangefeedState alreadyExists() {
    return new ChangefeedState(
        UNKNOWN, created, nonce, position, replacing, accepted, resumes, resumedAt, certificates);
  }

  ChangefeedState confirmed(long at) {
    long safe = replacing ? at : Math.max(position, at);
    return new ChangefeedState(
        hash, true, nonce, safe, false, accepted, resumes, resumedAt, certificates);
  }

  /** Found in TiCDC with this pipeline's owner mark, after a lost answer or a lost record. */
  ChangefeedState adopting(DesiredChangefeed desired) {
    String createdWith = nonce.isEmpty() ? desired.nonce() : nonce;
    String startedWith = certificates == null ? desired.certificates().checksum() : certificates;
    return new ChangefeedState(
        hash, true, createdWith, position, false, accepted, resumes, resumedAt, startedWith);
  }

  ChangefeedState updated(DesiredChangefeed desired) {
    return new ChangefeedState(
        desired.hash(), true, nonce, position, false, List.of(), 0, 0, certificates);
  }

  ChangefeedState withAcceptedDifferences(List<String> differences) {
    return new ChangefeedState(
        hash, created, nonce, position, replacing, differences, resumes, resumedAt, certificates);
  }

  ChangefeedState removing(boolean fromStart, long at) {
    return new ChangefeedState(
        hash, created, nonce, Math.max(position, at), fromStart, accepted, 0, 0, certificates);
  }

  ChangefeedState resuming(Instant now) {
    long at = now.toEpochMilli();
    return new ChangefeedState(
        hash, created, nonce, position, replacing, accepted, resumes + 1, at, certificates);
  }

  ChangefeedState withoutFailures() {
    return new ChangefeedState(
        hash, created, nonce, position, replacing, accepted, 0, 0, certificates);
  }

  /** Started again, with these. */
  ChangefeedState withCertificates(String checksum) {
    return new ChangefeedState(
        hash, created, nonce, position, replacing, accepted, resumes, resumedAt, checksum);
  }
}
