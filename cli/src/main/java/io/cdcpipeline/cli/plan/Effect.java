package io.cdcpipeline.cli.plan;

/** Something that happens when the change is made, beyond the change itself. */
record Effect(Level level, String text) {

  /** Each is worse than the one before. */
  enum Level {
    /** Nothing to fear. */
    note,
    /** The changefeed stops for a moment, or until it is resumed; nothing is lost. */
    pause,
    /** Pods are replaced, one after the other. */
    restart,
    /** Rows, events or data are gone, or are not sent. */
    lose,
    /** The API server or the operator would not do it. */
    refuse
  }

  static Effect note(String text) {
    return new Effect(Level.note, text);
  }

  static Effect pause(String text) {
    return new Effect(Level.pause, text);
  }

  static Effect restart(String text) {
    return new Effect(Level.restart, text);
  }

  static Effect lose(String text) {
    return new Effect(Level.lose, text);
  }

  static Effect refuse(String text) {
    return new Effect(Level.refuse, text);
  }
}
