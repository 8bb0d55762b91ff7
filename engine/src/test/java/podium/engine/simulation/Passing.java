package podium.engine.simulation;

import java.time.Duration;

/** Virtual time for tests. */
final class Passing {
  private Passing() {}

  /** So much of it passes, and all that is to happen in it happens. */
  static void let(Agenda agenda, Duration duration) {
    long until = agenda.now() + duration.toMillis();
    while (agenda.step(until)) {
      // why: each step is one thing that happens
    }
  }
}
