package io.cdcpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.testkit.apiserver.RequestFault;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever lacks a right is told which: verb, resource and namespace. */
@Timeout(60)
class ForbiddenTest {
  private static final String PIPELINES =
      "/apis/cdcpipeline.io/v1alpha1/namespaces/shop/cdcpipelines";

  @RegisterExtension
  private final RunningShop shop = RunningShop.with("rights.yaml", "operator.yaml");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          status shop -n shop                   | get    | PIPELINES/shop
          status -n shop                        | list   | PIPELINES
          status shop -n shop --wait            | get    | PIPELINES/shop
          status shop -n shop --watch           | get    | PIPELINES/shop
          plan -f PLAN/grow.yaml                | patch  | PIPELINES/shop
          tail shop -n shop                     | get    | PIPELINES/shop
          tail shop -n shop                     | list   | /api/v1/namespaces/shop/pods
          tail shop -n shop                     | get    | /api/v1/namespaces/shop/pods/shop-consumer-0/log
          tail shop -n shop --no-follow         | get    | /api/v1/namespaces/shop/pods/shop-consumer-1/log
          trace shop.orders 1 shop -n shop      | get    | /api/v1/namespaces/shop/pods/shop-consumer-0/log
          suspend shop -n shop                  | patch  | PIPELINES/shop
          resume shop -n shop                   | get    | PIPELINES/shop
          restart shop -n shop --from now       | patch  | PIPELINES/shop
          restart shop -n shop --consumer       | patch  | /apis/apps/v1/namespaces/shop/deployments/shop-consumer
          replay shop -n shop --from earliest   | patch  | PIPELINES/shop
          connect sql shop -n shop              | get    | /api/v1/namespaces/shop/secrets/shop-db-user-shop-app
          connect sql shop -n shop              | get    | /api/v1/namespaces/shop/services/shop-tidb
          connect sql shop -n shop              | list   | /api/v1/namespaces/shop/pods
          connect grafana shop -n shop          | list   | /api/v1/namespaces/monitoring/services
          smoke shop -n shop                    | list   | /apis/apps/v1/namespaces/cdc-system/deployments
          smoke shop -n shop                    | create | /api/v1/namespaces/cdc-system/serviceaccounts
          smoke shop -n shop                    | create | /apis/rbac.authorization.k8s.io/v1/namespaces/shop/roles
          smoke shop -n shop                    | create | /apis/batch/v1/namespaces/cdc-system/jobs
          report shop -n shop --file REPORT     | get    | PIPELINES/shop
          """)
  void namesTheRight(String command, String verb, String place) {
    var path = place.replace("PIPELINES", PIPELINES);
    shop.cluster()
        .server()
        .faults()
        .set(
            request ->
                request.verb().equals(verb) && request.path().equals(path)
                    ? RequestFault.FORBIDDEN
                    : RequestFault.NONE);
    var words =
        command
            .replace("PLAN", Golden.root().resolve("cli/src/test/resources/plan").toString())
            .replace("REPORT", folder.resolve("report.zip").toString());
    var result = shop.cluster().run(words);
    assertThat(result.err()).contains(right(verb, path));
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
    shop.cluster().server().faults().clear();
    assertNothingIsLeft();
  }

  /** As in "Ask for the right to list pods in namespace shop". */
  private static String right(String verb, String path) {
    var parts = path.replaceFirst("^/apis?/", "").split("/", -1);
    boolean core = path.startsWith("/api/");
    int at = core ? 1 : 2;
    var subresource = parts.length > at + 4 ? "/" + parts[at + 4] : "";
    return "Ask for the right to %s %s%s%s in namespace %s;"
        .formatted(verb, parts[at + 2], core ? "" : "." + parts[0], subresource, parts[at + 1]);
  }

  private void assertNothingIsLeft() {
    assertThat(shop.cluster().server().requests().entries(RequestLog.Entry::isWrite))
        .filteredOn(e -> e.verb().equals("create") && e.path().contains("smoke"))
        .isEmpty();
    assertThat(
            shop.cluster().client().serviceAccounts().inNamespace("cdc-system").list().getItems())
        .isEmpty();
    assertThat(shop.cluster().client().rbac().roles().inNamespace("shop").list().getItems())
        .isEmpty();
  }
}
