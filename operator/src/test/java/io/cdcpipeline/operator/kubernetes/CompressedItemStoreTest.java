package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompressedItemStoreTest {
  private final CompressedItemStore store = new CompressedItemStore(new DecodedObjects());

  @Test
  void anObjectComesBackWithEveryField() {
    store.put("shop/a", object("a", "1"));

    assertThat(store.get("shop/a")).isEqualTo(object("a", "1"));
    assertThat(store.get("shop/other")).isNull();
  }

  @Test
  void anObjectReadAgainIsNotDecodedAgain() {
    store.put("shop/a", object("a", "1"));

    assertThat(store.get("shop/a")).isSameAs(store.get("shop/a"));
  }

  @Test
  void aChangedObjectReplacesTheDecodedOne() {
    store.put("shop/a", object("a", "1"));
    store.get("shop/a");

    assertThat(store.put("shop/a", object("a", "2"))).isEqualTo(object("a", "1"));
    assertThat(store.get("shop/a")).isEqualTo(object("a", "2"));
    assertThat(store.remove("shop/a")).isEqualTo(object("a", "2"));
    assertThat(store.get("shop/a")).isNull();
  }

  /** As an informer does after each list, to find those that are gone. */
  @Test
  void goingThroughAllDecodesOnlyWhatIsLookedInto() {
    store.put("shop/a", object("a", "1"));
    var all = store.values().toList();

    assertThat(all).hasSize(1).allSatisfy(o -> assertThat(store.getKey(o)).isEqualTo("shop/a"));
    var metadata = all.get(0).getMetadata();
    assertThat(metadata).isEqualTo(object("a", "1").getMetadata());
    assertThat(all.get(0).getKind()).isEqualTo("Kafka");
  }

  @Test
  void onlySoManyStayDecoded() {
    store.put("shop/a", object("a", "1"));
    var first = store.get("shop/a");
    IntStream.range(0, 1000)
        .mapToObj(i -> "b" + i)
        .peek(name -> store.put(name, object(name, "1")))
        .forEach(store::get);

    assertThat(store.get("shop/a")).isNotSameAs(first).isEqualTo(first);
  }

  private static GenericKubernetesResource object(String name, String version) {
    var object = ResourceKind.of("kafka.strimzi.io/v1", "Kafka").empty(name);
    object.getMetadata().setResourceVersion(version);
    return object;
  }
}
