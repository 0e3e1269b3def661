package io.cdcpipeline.shop.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Deals actions like cards: in random order, but each fifty hold the whole mix. Not thread-safe.
 */
final class ActionDeck {
  private final List<Action> cards = new ArrayList<>();
  private final Random random;
  private int next;

  ActionDeck(Random random) {
    this.random = random;
    for (Action action : Action.values()) {
      cards.addAll(Collections.nCopies(action.share(), action));
    }
    next = cards.size();
  }

  Action deal() {
    if (next == cards.size()) {
      Collections.shuffle(cards, random);
      next = 0;
    }
    return cards.get(next++);
  }
}
