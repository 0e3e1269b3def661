package io.cdcpipeline.operator.changefeed;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the operator remembers of a changefeed across its own restarts; no secrets.
 *
 * @param hash of the wish that was last sent, written before it is sent; "" for none or unknown
 * @param created whether TiCDC has confirmed it
 * @param nonce restartNonce it was created with, "" for unknown
 * @param position every change up to this TSO is in Kafka: where a vanished one begins again
 * @param replacing whether it was removed to be created anew from the start point of the spec
 * @param accepted differences from the wish that TiCDC itself makes
 * @param resumes how often a failed one has been resumed since it last was well
 * @param resumedAt epoch millisecond of the last of them
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ChangefeedState(
    String hash,
    boolean created,
    String nonce,
    long position,
    boolean replacing,
    List<String> accepted,
    int resumes,
    long resumedAt) {
  private static final String UNKNOWN = "?";
  public static final ChangefeedState NONE =
      new ChangefeedState("", false, "", 0, false, List.of(), 0, 0);

  /** Reads what {@link #text} wrote; nothing when a person has broken it. */
  static ChangefeedState of(Optional<String> text) {
    try {
      return text.isEmpty()
          ? NONE
          : ChangefeedJson.JSON.readValue(text.get(), ChangefeedState.class);
    } catch (JsonProcessingException e) {
      return NONE;
    }
  }

  String text() {
    try {
      return ChangefeedJson.JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** About to be sent; if something else may be there already, it is unknown which of the two. */
  ChangefeedState creating(DesiredChangefeed wish, boolean fromStart) {
    boolean certain = hash.isEmpty() || created || hash.equals(wish.hash());
    String sent = certain ? wish.hash() : UNKNOWN;
    return new ChangefeedState(sent, false, wish.nonce(), position, fromStart, List.of(), 0, 0);
  }

  /** It was there already: nothing is known of what it was made from. */
  ChangefeedState alreadyExists() {
    return new ChangefeedState(
        UNKNOWN, created, nonce, position, replacing, accepted, resumes, resumedAt);
  }

  ChangefeedState confirmed(long at) {
    long safe = replacing ? at : Math.max(position, at);
    return new ChangefeedState(hash, true, nonce, safe, false, accepted, resumes, resumedAt);
  }

  /** Found in TiCDC with this pipeline's mark, after a lost answer or a lost memory. */
  ChangefeedState adopting(DesiredChangefeed wish) {
    String of = nonce.isEmpty() ? wish.nonce() : nonce;
    return new ChangefeedState(hash, true, of, position, false, accepted, resumes, resumedAt);
  }

  ChangefeedState updated(DesiredChangefeed wish) {
    return new ChangefeedState(wish.hash(), true, nonce, position, false, List.of(), 0, 0);
  }

  ChangefeedState withAcceptedDifferences(List<String> differences) {
    return new ChangefeedState(
        hash, created, nonce, position, replacing, differences, resumes, resumedAt);
  }

  ChangefeedState removing(boolean fromStart, long at) {
    return new ChangefeedState(
        hash, created, nonce, Math.max(position, at), fromStart, accepted, 0, 0);
  }

  ChangefeedState resuming(Instant now) {
    return new ChangefeedState(
        hash, created, nonce, position, replacing, accepted, resumes + 1, now.toEpochMilli());
  }

  ChangefeedState withoutFailures() {
    return new ChangefeedState(hash, created, nonce, position, replacing, accepted, 0, 0);
  }
}
