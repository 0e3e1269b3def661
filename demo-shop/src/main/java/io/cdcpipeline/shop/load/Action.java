package io.cdcpipeline.shop.load;

/** What people do, and how often of fifty times. */
enum Action {
  LIST_PRODUCTS(14),
  VIEW_PRODUCT(21),
  PLACE_ORDER(9),
  CANCEL_ORDER(3),
  CHANGE_ADDRESS(2),
  /** Rarely: one costs the shop a tenth of a second of a core. */
  LOG_IN(1),
  /** What the shop does when somebody finds a product out of stock. */
  RESTOCK(0);

  private final int share;

  Action(int share) {
    this.share = share;
  }

  int share() {
    return share;
  }

  String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
