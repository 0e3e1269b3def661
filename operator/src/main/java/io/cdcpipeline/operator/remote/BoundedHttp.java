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
import java.util.concurrent.atomic.AtomicLong;

/**
 * HTTP exchanges that always end: the JDK's own timeout covers the headers only, and a body that
 * stalls after them would block its thread for ever.
 */
public final class BoundedHttp {
  /** For an acknowledgement or an error. */
  public static final int SMALL_BYTES = 64 * 1024;

  /** For a list of a thousand of something. */
  public static final int LARGE_BYTES = 1024 * 1024;

  /** What all answers that are more than small may hold at one time. */
  private static final long BUDGET_BYTES = 8L * 1024 * 1024;

  private static final AtomicLong LARGE_ANSWERS = new AtomicLong();

  private BoundedHttp() {}

  /**
   * Sends a request and waits for the complete response.
   *
   * @param maxBytes how long the body may be; one that is longer ends the exchange
   * @throws HttpTimeoutException when it is not complete in time
   */
  public static HttpResponse<String> send(
      HttpClient http, HttpRequest request, Duration within, int maxBytes)
      throws IOException, InterruptedException {
    var body = new LimitedBody(maxBytes);
    var response = http.sendAsync(request, head -> body);
    try {
      return response.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no complete response within " + within.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      response.cancel(true);
      body.release();
    }
  }

  /** Why there was no answer: the JDK's client often says so in a cause only, or not at all. */
  public static String why(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        return cause.getMessage();
      }
    }
    return "connection refused or unknown host";
  }

  /** A text body that ends the exchange when it grows too long. */
  private static final class LimitedBody implements BodySubscriber<String> {
    private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
    private final int maxBytes;
    private Flow.Subscription source;
    private long read;
    private long reserved;
    private boolean released;

    LimitedBody(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      source = subscription;
      text.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
      read += bytes.stream().mapToLong(ByteBuffer::remaining).sum();
      if (read > maxBytes) {
        refuse("a response of more than " + maxBytes / 1024 + " KiB");
      } else if (!reserve()) {
        refuse("too many long responses at one time");
      } else {
        text.onNext(bytes);
      }
    }

    private void refuse(String why) {
      source.cancel();
      text.onError(new IOException(why));
    }

    /** Only what is beyond a small answer, so that small ones always pass. */
    private synchronized boolean reserve() {
      long now = Math.max(0, read - SMALL_BYTES);
      long more = now - reserved;
      if (released || more > 0 && LARGE_ANSWERS.addAndGet(more) > BUDGET_BYTES) {
        LARGE_ANSWERS.addAndGet(released ? 0 : -more);
        return false;
      }
      reserved = now;
      return true;
    }

    /** When the exchange is over, or given up while bytes still arrive. */
    synchronized void release() {
      released = true;
      LARGE_ANSWERS.addAndGet(-reserved);
      reserved = 0;
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
