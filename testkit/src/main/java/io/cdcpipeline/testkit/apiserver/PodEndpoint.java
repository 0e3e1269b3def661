package io.cdcpipeline.testkit.apiserver;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The subresources of pods that a kubelet serves: log, with {@code follow} and {@code tailLines},
 * and proxy, of which only GET.
 */
final class PodEndpoint {
  private static final Pattern PATH =
      Pattern.compile("/api/v1/namespaces/([^/]+)/pods/([^/:]+)(?::\\d+)?/(log|proxy)(/.*)?");
  private static final long LOOK_AGAIN_MILLIS = 100;

  private final Pods pods;
  private final BooleanSupplier stopping;
  private final HttpClient client = HttpClient.newHttpClient();

  PodEndpoint(Pods pods, BooleanSupplier stopping) {
    this.pods = pods;
    this.stopping = stopping;
  }

  /** Whether the request was for a pod that has a process, and is answered. */
  boolean answer(Request request, HttpExchange exchange) throws IOException, InterruptedException {
    Matcher path = PATH.matcher(request.path());
    if (!request.method().equals("GET") || !path.matches()) {
      return false;
    }
    Optional<Pods.Pod> pod = pods.find(path.group(1), path.group(2));
    if (pod.isEmpty()) {
      return false;
    }
    if (path.group(3).equals("log")) {
      log(pod.get().log(), () -> pods.hasEnded(path.group(1), path.group(2)), request, exchange);
    } else {
      proxy(pod.get().http().resolve(path.group(4) == null ? "/" : path.group(4)), exchange);
    }
    return true;
  }

  private void proxy(URI target, HttpExchange exchange) throws IOException, InterruptedException {
    var answer = client.send(HttpRequest.newBuilder(target).build(), BodyHandlers.ofByteArray());
    answer
        .headers()
        .firstValue("Content-Type")
        .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
    exchange.sendResponseHeaders(
        answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
    exchange.getResponseBody().write(answer.body());
  }

  /** {@code sinceSeconds} is not looked at: these files are young. */
  private void log(Path file, BooleanSupplier ended, Request request, HttpExchange exchange)
      throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] all = in.readAllBytes();
      out.write(tail(all, request.parameter("tailLines")));
      out.flush();
      while (request.flag("follow") && !stopping.getAsBoolean() && Files.exists(file)) {
        boolean last = ended.getAsBoolean();
        byte[] more = in.readAllBytes();
        if (more.length == 0 && last) {
          return;
        }
        if (more.length == 0) {
          Thread.sleep(LOOK_AGAIN_MILLIS);
        } else {
          out.write(more);
          out.flush();
        }
      }
    }
  }

  private static byte[] tail(byte[] all, String lines) {
    if (lines.isEmpty()) {
      return all;
    }
    List<String> text = new String(all, StandardCharsets.UTF_8).lines().toList();
    int from = Math.max(0, text.size() - Integer.parseInt(lines));
    StringBuilder last = new StringBuilder();
    text.subList(from, text.size()).forEach(line -> last.append(line).append('\n'));
    return last.toString().getBytes(StandardCharsets.UTF_8);
  }
}
