package io.cdcpipeline.operator.naming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceNamesTest {
  @ParameterizedTest
  @CsvSource({"shop, orders", "a--b, c", "a, b--c", "a, b---c", "xn--bcher-kva, shop"})
  void changefeedIdsAreValidForTicdc(String namespace, String pipeline) {
    var id = new ResourceNames(namespace, pipeline).changefeedId();

    assertThat(id).matches("^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$").hasSizeLessThanOrEqualTo(128);
  }

  @Test
  void changefeedIdsOfDifferentPipelinesDiffer() {
    assertThat(new ResourceNames("a--b", "c").changefeedId())
        .isNotEqualTo(new ResourceNames("a-b", "c").changefeedId())
        .isNotEqualTo(new ResourceNames("a---b", "c").changefeedId());
  }

  @ParameterizedTest
  @CsvSource({
    "shop_admin, shop-db-user-shop-admin",
    "a.b, shop-db-user-a-b",
    "_, shop-db-user",
    "_x_, shop-db-user--x",
  })
  void secretsOfUsersHaveValidNames(String user, String secret) {
    assertThat(new ResourceNames("shop", "shop").databaseUserSecret(user)).isEqualTo(secret);
  }
}
