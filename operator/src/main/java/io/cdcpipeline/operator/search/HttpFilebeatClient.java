package io.cdcpipeline.operator.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdcpipeline.operator.remote.BoundedHttp;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.remote.PodHttp;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;

/** Filebeat's HTTP endpoint, which has counters only and needs no login. */
final class HttpFilebeatClient implements FilebeatClient {
  private final PodHttp pods = new PodHttp();

  @Override
  public FilebeatStatistics statistics(String address) {
    var uri = PodHttp.uri(address, PORT, "/stats");
    var answer = pods.get(uri, BoundedHttp.SMALL_BYTES);
    try {
      var stats = Json.JSON.readTree(answer.body());
      if (answer.statusCode() != 200 || !stats.path("libbeat").isObject()) {
        throw new StageException(Reason.RemoteError, uri + " does not answer as Filebeat does");
      }
      return FilebeatStatistics.of(stats);
    } catch (JsonProcessingException e) {
      throw PodHttp.noAnswer(uri, e);
    }
  }
}
