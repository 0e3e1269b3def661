package io.cdcpipeline.shop.http;

import java.util.List;

/** What GET / answers: what there is, and how to ask for it. */
record Index(String service, String about, List<Entry> endpoints) {
  record Entry(String method, String path, String body) {}

  static final Index INSTANCE =
      new Index(
          "cdc-pipeline-demo-shop",
          "Each change of a row travels through the CdcPipeline; its request_id is the answer's"
              + " X-Request-Id.",
          List.of(
              new Entry("POST", "/login", "{\"username\": \"ada\", \"password\": \"...\"}"),
              new Entry("GET", "/products?after=0&limit=100", null),
              new Entry("GET", "/products/{id}", null),
              new Entry("PUT", "/products/{id}/stock", "{\"stock\": 100}"),
              new Entry(
                  "POST",
                  "/orders",
                  "{\"customer_id\": 1, \"items\": [{\"product_id\": 1, \"quantity\": 2}]}"),
              new Entry("GET", "/orders/{id}", null),
              new Entry("POST", "/orders/{id}/cancel", null),
              new Entry("PUT", "/customers/{id}/address", "{\"address\": \"2 High Street\"}"),
              new Entry("GET", "/metrics", null),
              new Entry("GET", "/livez", null),
              new Entry("GET", "/readyz", null)));
}
