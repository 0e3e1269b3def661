package io.cdcpipeline.operator.remote;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP exchanges that always end: the JDK's own timeout covers the headers only, and a body that
 * stalls after them would block its thread for ever.
 */
public final class BoundedHttp {
  static final int MAX_BODY_BYTES = 32 * 1024 * 1024;

  private BoundedHttp() {}

  /**
   * Sends a request and waits for the complete response.
   *
   * @throws HttpTimeoutException when it is not complete in time
   */
  public static HttpResponse<String> send(HttpClient http, HttpRequest request, Duration within)
      throws IOException, InterruptedException {
    var response = http.sendAsync(request, head -> new LimitedBody());
    try {
      return response.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no complete response within " + within.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      response.cancel(true);
    }
  }

  /** A text body that ends the exchange when it grows too long. */
  private static final class LimitedBody implements BodySubscriber<String> {
    private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
    private Flow.Subscription source;
    private long read;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      source = subscription;
      text.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
      read += bytes.stream().mapToLong(ByteBuffer::remaining).sum();
      if (read > MAX_BODY_BYTES) {
        source.cancel();
        text.onError(new IOException("a response of more than " + MAX_BODY_BYTES + " bytes"));
      } else {
        text.onNext(bytes);
      }
    }

    @Override
    public void onError(Throwable error) {
      text.onError(error);
    }

    @Override
    public void onComplete() {
      text.onComplete();
    }

    @Override
    public CompletionStage<String> getBody() {
      return text.getBody();
    }
  }
}
