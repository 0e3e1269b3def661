package io.cdcpipeline.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.cli.output.CliException;
import org.junit.jupiter.api.Test;

class GrantRefusalTest {
  @Test
  void namesTheRightsThatAreNotHeld() {
    var refusal =
        GrantRefusal.of(
            "roles.rbac.authorization.k8s.io \"cdc-smoke-shop\" is forbidden: user \"ada\""
                + " (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not"
                + " currently held:\n"
                + "{APIGroups:[\"\"], Resources:[\"secrets\"], ResourceNames:[\"shop-db-root\"],"
                + " Verbs:[\"get\"]}\n"
                + "{APIGroups:[\"\"], Resources:[\"secrets\"], ResourceNames:[\"shop-db-app\""
                + " \"shop-es\"], Verbs:[\"get\"]}\n"
                + "{APIGroups:[\"discovery.k8s.io\"], Resources:[\"endpointslices\"],"
                + " Verbs:[\"list\" \"watch\"]}");

    assertThat(refusal)
        .get()
        .extracting(CliException::getMessage)
        .isEqualTo(
            "you may not pass on rights that you do not have: get secrets shop-db-app,"
                + " shop-db-root, shop-es; list endpointslices; watch endpointslices");
  }

  @Test
  void isNoOtherRefusal() {
    assertThat(GrantRefusal.of("pods is forbidden: User \"ada\" cannot list resource \"pods\""))
        .isEmpty();
  }
}
