package podium.engine.state;

import podium.protocol.id.TrialId;

/** What is on a slot. Immutable. */
public sealed interface SlotState {
  /** Nothing is on it. */
  record Free() implements SlotState {}

  /** An attempt of the trial is on it. */
  record Busy(TrialId trial, int attempt) implements SlotState {}

  /** An attempt that is over may still be on it, until its worker says that it is not. */
  record Stuck(TrialId trial, int attempt) implements SlotState {}

  /** Nothing; only its worker can say so. */
  static SlotState nobody() {
    return new Free();
  }

  /** Whether it can be given away. */
  default boolean isFree() {
    return this instanceof Free;
  }
}
