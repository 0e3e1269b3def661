package io.cdcpipeline.shop.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ActionDeckTest {
  @Test
  void fiftyCardsHoldTheWholeMix() {
    ActionDeck deck = new ActionDeck(new Random(1));
    for (int round = 0; round < 3; round++) {
      Map<Action, Integer> dealt = new EnumMap<>(Action.class);
      for (int i = 0; i < 50; i++) {
        dealt.merge(deck.deal(), 1, Integer::sum);
      }
      assertThat(dealt)
          .isEqualTo(
              Map.of(
                  Action.LIST_PRODUCTS, 14,
                  Action.VIEW_PRODUCT, 21,
                  Action.PLACE_ORDER, 9,
                  Action.CANCEL_ORDER, 3,
                  Action.CHANGE_ADDRESS, 2,
                  Action.LOG_IN, 1));
    }
  }

  @Test
  void theOrderIsNotAlwaysTheSame() {
    Random random = new Random(1);
    assertThat(fifty(new ActionDeck(random))).isNotEqualTo(fifty(new ActionDeck(random)));
  }

  private static java.util.List<Action> fifty(ActionDeck deck) {
    return java.util.stream.Stream.generate(deck::deal).limit(50).toList();
  }
}
