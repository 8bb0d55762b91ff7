package podium.engine.simulation;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The one thread of a process: it does one thing after another; while it stands still, what it is
 * told waits; when it is dead, nothing reaches it any more.
 */
final class Mailbox {
  private final Agenda agenda;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int stills;
  private boolean dead;

  Mailbox(Agenda agenda) {
    this.agenda = agenda;
  }

  /** Now, or when it goes on. */
  void tell(Runnable what) {
    if (dead) {
      return;
    }
    if (stills > 0) {
      waiting.add(what);
    } else {
      what.run();
    }
  }

  /** In so many milliseconds, if it lives then. */
  void in(long millis, Runnable what) {
    agenda.in(millis, () -> tell(what));
  }

  /** Again and again, if it lives; once only for a time in which it stood still. */
  void every(long millis, Runnable what) {
    in(
        millis,
        () -> {
          what.run();
          every(millis, what);
        });
  }

  /** It stands still for so long. */
  void still(long millis) {
    stills++;
    agenda.in(millis, this::goOn);
  }

  private void goOn() {
    stills--;
    while (stills == 0 && !waiting.isEmpty()) {
      tell(waiting.remove());
    }
  }

  void kill() {
    dead = true;
    waiting.clear();
  }

  boolean isDead() {
    return dead;
  }
}
