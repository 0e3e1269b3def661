package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.testkit.clock.ManualClock;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceBuilder;
import io.fabric8.kubernetes.api.model.APIResourceListBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false)
class KindDiscoveryTest {
  private static final ResourceKind ELASTICSEARCH =
      ResourceKind.of("elasticsearch.k8s.elastic.co/v1", "Elasticsearch");
  private static final String GROUP = "/apis/elasticsearch.k8s.elastic.co/v1";
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  private KubernetesMockServer server;
  private KubernetesClient client;
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private KindDiscovery kinds;

  @BeforeEach
  void create() {
    kinds = new KindDiscovery(client, clock);
  }

  @Test
  void anOperatorInstalledLaterIsNoticedWithinSeconds() {
    server.expect().get().withPath(GROUP).andReturn(404, "").once();
    serve(resource("elasticsearches", "Elasticsearch"));

    assertThat(kinds.isAvailable(ELASTICSEARCH)).isFalse();
    clock.advance(Duration.ofSeconds(4));
    assertThat(kinds.isAvailable(ELASTICSEARCH)).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(kinds.isAvailable(ELASTICSEARCH)).isTrue();
  }

  @Test
  void anAvailableKindIsCheckedOnceAMinute() {
    serve(resource("elasticsearches", "Elasticsearch"));

    for (int seconds = 0; seconds < 59; seconds++) {
      assertThat(kinds.isAvailable(ELASTICSEARCH)).isTrue();
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(server.getRequestCount()).isEqualTo(1);

    clock.advance(Duration.ofSeconds(1));
    assertThat(kinds.isAvailable(ELASTICSEARCH)).isTrue();
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void aKindThatACallFoundToBeGoneIsCheckedAtOnce() {
    server.expect().get().withPath(GROUP).andReturn(200, list("elasticsearches")).once();
    server.expect().get().withPath(GROUP).andReturn(404, "").once();
    assertThat(kinds.isAvailable(ELASTICSEARCH)).isTrue();

    kinds.forget(ELASTICSEARCH);

    assertThat(kinds.isAvailable(ELASTICSEARCH)).isFalse();
  }

  @Test
  void aSubresourceIsNotAKind() {
    serve(resource("elasticsearches/status", "Elasticsearch"));

    assertThat(kinds.isAvailable(ELASTICSEARCH)).isFalse();
  }

  @Test
  void permissionsAreCheckedForThePluralOfDiscovery() throws InterruptedException {
    serve(resource("elasticsearches", "Elasticsearch"));
    allow(true);

    assertThat(kinds.mayList(ELASTICSEARCH)).isTrue();

    var asked =
        Serialization.unmarshal(
            server.getLastRequest().getBody().readUtf8(), SelfSubjectAccessReview.class);
    var attributes = asked.getSpec().getResourceAttributes();
    assertThat(attributes.getGroup()).isEqualTo("elasticsearch.k8s.elastic.co");
    assertThat(attributes.getResource()).isEqualTo("elasticsearches");
    assertThat(attributes.getVerb()).isEqualTo("list");
    assertThat(kinds.recentlyDenied(ELASTICSEARCH)).isFalse();
  }

  @Test
  void aDenialIsRememberedForHalfAMinute() {
    serve(resource("elasticsearches", "Elasticsearch"));
    allow(false);

    assertThat(kinds.mayList(ELASTICSEARCH)).isFalse();

    assertThat(kinds.recentlyDenied(ELASTICSEARCH)).isTrue();
    clock.advance(Duration.ofSeconds(30));
    assertThat(kinds.recentlyDenied(ELASTICSEARCH)).isFalse();
  }

  @Test
  void aKindThatIsNotServedIsNoMatterOfPermissions() {
    server.expect().get().withPath(GROUP).andReturn(404, "").always();

    assertThat(kinds.mayList(ELASTICSEARCH)).isTrue();
    assertThat(kinds.recentlyDenied(ELASTICSEARCH)).isFalse();
  }

  private void serve(APIResource... resources) {
    var list = new APIResourceListBuilder().withGroupVersion(ELASTICSEARCH.apiVersion());
    server
        .expect()
        .get()
        .withPath(GROUP)
        .andReturn(200, list.withResources(resources).build())
        .always();
  }

  private static Object list(String plural) {
    return new APIResourceListBuilder()
        .withGroupVersion(ELASTICSEARCH.apiVersion())
        .withResources(resource(plural, "Elasticsearch"))
        .build();
  }

  private static APIResource resource(String name, String kind) {
    return new APIResourceBuilder().withName(name).withKind(kind).withNamespaced(true).build();
  }

  private void allow(boolean allowed) {
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewStatus()
            .withAllowed(allowed)
            .endStatus()
            .build();
    server.expect().post().withPath(REVIEWS).andReturn(201, review).always();
  }
}
