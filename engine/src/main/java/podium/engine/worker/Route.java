package podium.engine.worker;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.WorkerMessage;

/**
 * To which scheduler a worker speaks: the one that reigned last, as far as it was told, and when
 * nothing is heard of that one, the next address that it knows. Not thread-safe.
 */
public final class Route {
  private static final int MOST = 32;
  private static final Speaker NOBODY = new Speaker(0, NodeAddress.UNKNOWN);

  /** Ticks, a second each, in which the scheduler it speaks to may say nothing. */
  private static final int PATIENCE = 5;

  /** The same for one that was never heard. */
  private static final int PATIENCE_AT_FIRST = 3;

  private final List<NodeAddress> given;
  private final Set<NodeAddress> learned = new LinkedHashSet<>();
  private NodeAddress target;
  private long term;
  private boolean heard;
  private int quiet;

  /** Whoever said last where it is, with its term. */
  private Speaker speaker = NOBODY;

  /** Tries in a row at which nothing was heard. */
  private int inVain;

  private record Speaker(long term, NodeAddress address) {}

  /**
   * A route to the first address.
   *
   * @param given that a person gave; at least one
   * @param learned of schedulers, in earlier lives of the worker
   */
  public Route(List<NodeAddress> given, List<NodeAddress> learned) {
    this.given = List.copyOf(given);
    this.learned.addAll(learned);
    this.target = given.getFirst();
  }

  /** Where the worker is to speak to now. */
  public NodeAddress target() {
    return target;
  }

  /** What schedulers said of their addresses, those that a person gave aside. */
  public List<NodeAddress> learned() {
    return learned.stream().filter(address -> !given.contains(address)).toList();
  }

  /** For how many ticks nothing was heard of any scheduler, however often it tried others. */
  public int silence() {
    return inVain * PATIENCE_AT_FIRST + quiet;
  }

  /** A scheduler says something; says whether that is for the worker itself, too. */
  public boolean hears(WorkerMessage message) {
    return switch (message) {
      case WorkerMessage.StandingBy standby -> {
        // why: one that knows of lower terms alone may be right, where the log lost its tail
        if (standby.term() >= term) {
          inVain = 0;
        }
        follow(standby.reigning(), standby.term());
        yield false;
      }
      case WorkerMessage.Reigning reigning -> {
        if (reigning.term() > term || !heard) {
          follow(reigning.address(), reigning.term());
        }
        yield false;
      }
      case WorkerMessage.Welcome welcome -> {
        // why: those that are gone would be tried in vain
        learned.clear();
        welcome.schedulers().forEach(this::learn);
        welcome.schedulers().stream().findFirst().ifPresent(it -> says(it, welcome.term()));
        yield heard(welcome.term());
      }
      case WorkerMessage.HelloAgain again -> {
        // why: where a log begins anew, another one may have the term of the one that knew us
        speaker = NOBODY;
        yield heard(again.term());
      }
      case WorkerMessage.Heard word -> {
        says(word.address(), word.term());
        yield heard(word.term());
      }
      case WorkerMessage word -> heard(word.term());
    };
  }

  private void says(NodeAddress address, long ofTerm) {
    if (address.isKnown() && ofTerm >= term) {
      speaker = new Speaker(ofTerm, address);
    }
  }

  private boolean heard(long ofTerm) {
    if (ofTerm >= term) {
      // why: it may answer late, when another one is tried already that answers nothing
      if (speaker.term() == ofTerm) {
        follow(speaker.address(), ofTerm);
      }
      term = ofTerm;
      heard = true;
      quiet = 0;
      inVain = 0;
    }
    return true;
  }

  // why: a hint may be old, and is worth one try; whoever it leads to is believed when it speaks
  private void follow(NodeAddress address, long ofTerm) {
    if (address.isKnown() && !address.equals(target) && ofTerm >= term) {
      learn(address);
      turnTo(address);
    }
  }

  private void learn(NodeAddress address) {
    if (address.isKnown() && learned.add(address) && learned.size() > MOST) {
      learned.remove(learned.iterator().next());
    }
  }

  private void turnTo(NodeAddress address) {
    target = address;
    heard = false;
    quiet = 0;
  }

  /** Time passes: a tick is a second. */
  public void tick() {
    if (++quiet <= (heard ? PATIENCE : PATIENCE_AT_FIRST)) {
      return;
    }
    Set<NodeAddress> all = new LinkedHashSet<>(given);
    all.addAll(learned);
    List<NodeAddress> addresses = new ArrayList<>(all);
    inVain++;
    if (inVain > addresses.size()) {
      // why: the log may have lost the term, and others be as high as it
      term = 0;
      speaker = NOBODY;
    }
    turnTo(addresses.get((addresses.indexOf(target) + 1) % addresses.size()));
  }
}
