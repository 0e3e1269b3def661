package io.cdcpipeline.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What {@code kubectl get cdcpipelines} prints: the API server itself formats the table. */
final class KubernetesTable {
  private static final String TABLE =
      "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

  private KubernetesTable() {}

  static String pipelines(KubernetesClient client, String namespace) {
    String url = client.getConfiguration().getMasterUrl().replaceAll("/$", "");
    String path = "/apis/cdcpipeline.io/v1alpha1/namespaces/%s/cdcpipelines".formatted(namespace);
    HttpRequest request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(url + path)
            .header("Accept", TABLE)
            .build();
    try {
      HttpResponse<String> response =
          client.getHttpClient().sendAsync(request, String.class).get(10, TimeUnit.SECONDS);
      return print(new ObjectMapper().readTree(response.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DemoException.failed("interrupted", e);
    } catch (ExecutionException | TimeoutException | IOException e) {
      throw DemoException.failed("The API server returned no table: " + e.getMessage(), e);
    }
  }

  private static String print(JsonNode table) {
    List<List<String>> rows = new ArrayList<>();
    List<Integer> shown = new ArrayList<>();
    JsonNode columns = table.path("columnDefinitions");
    rows.add(new ArrayList<>());
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).path("priority").asInt() == 0) {
        shown.add(i);
        rows.get(0).add(columns.get(i).path("name").asText().toUpperCase(Locale.ROOT));
      }
    }
    for (JsonNode row : table.path("rows")) {
      List<String> cells = new ArrayList<>();
      for (int i : shown) {
        JsonNode cell = row.path("cells").path(i);
        cells.add(cell.isNull() ? "" : cell.asText());
      }
      rows.add(cells);
    }
    return TextTable.format(rows);
  }
}
