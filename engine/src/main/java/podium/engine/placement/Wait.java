package podium.engine.placement;

import java.time.Instant;
import java.util.List;
import podium.protocol.Text;
import podium.protocol.id.TrialId;

/** What a trial waits for that does not run: the first thing that stands in its way. */
public sealed interface Wait {
  /** In words for people. */
  String told();

  /** It is paused. */
  record OfPeople() implements Wait {
    @Override
    public String told() {
      return "until people resume it";
    }
  }

  /**
   * It is held at a rung of its experiment's stopping rule.
   *
   * @param epoch of the rung
   */
  record AtRung(int epoch) implements Wait {
    @Override
    public String told() {
      return Text.of("until it is promoted at the rung of epoch %d, or stopped", epoch);
    }
  }

  /** It is tried again then. */
  record BackOff(Instant until) implements Wait {
    @Override
    public String told() {
      return Text.of("until %s, when it is tried again", until);
    }
  }

  /**
   * Its checkpoint is where no worker is that sees it.
   *
   * @param until then it goes on from what is left
   */
  record CheckpointAway(int epoch, String worker, Instant until) implements Wait {
    @Override
    public String told() {
      return Text.of(
          "for a worker that sees its checkpoint of epoch %d (written by %s), until %s",
          epoch, worker, until);
    }
  }

  /** No worker that is there has what it needs. */
  record NotOffered(String what) implements Wait {
    @Override
    public String told() {
      return Text.of("for a worker that has %s; none that is there has", what);
    }
  }

  /**
   * Its experiment, or its owner, has all the slots that it may have.
   *
   * @param whose such as {@code experiment mine-1}
   * @param needs how many the trial needs together
   */
  record Limit(String whose, int slots, int needs) implements Wait {
    @Override
    public String told() {
      if (needs > slots) {
        return Text.of(
            "for ever, unless limits change: it needs %d slots, and %s may have %d",
            needs, whose, slots);
      }
      return needs == 1
          ? Text.of("for a slot of its own: %s may have %d, and has them", whose, slots)
          : Text.of(
              "for %d slots of its own: %s may have %d, and has too many", needs, whose, slots);
    }
  }

  /**
   * What its owner's limit leaves is kept for a trial before it that needs several slots together.
   *
   * @param slots that the owner may have
   */
  record RoomKept(TrialId trial, String owner, int slots) implements Wait {
    @Override
    public String told() {
      return Text.of(
          "for %s, which comes first: owner %s may have %d slots, and those that come free are kept"
              + " for it",
          trial, owner, slots);
    }
  }

  /**
   * Slots are kept for it until all that it needs are free.
   *
   * @param until when that is so, by what is known
   */
  record Gathering(List<String> slots, String worker, Instant until) implements Wait {
    @Override
    public String told() {
      return Text.of(
          "for %s of %s together, which are kept for it, until %s by what is known",
          String.join(", ", slots), worker, until);
    }
  }

  /** A slot that it could have is kept for another trial, and it would not be gone in time. */
  record ReservedFor(TrialId trial, Instant until) implements Wait {
    @Override
    public String told() {
      return Text.of("for a free slot: those that are free are reserved for %s", trial);
    }
  }

  /** The slots that could train it get nothing new. */
  record Closed() implements Wait {
    @Override
    public String told() {
      return "for a slot that takes trials: those that could train it are drained, left out, or of"
          + " workers that are silent or about to stop";
    }
  }

  /** Another trial's attempt makes way for it. */
  record MakingWay(TrialId victim) implements Wait {
    @Override
    public String told() {
      return Text.of("for %s to make way", victim);
    }
  }

  /**
   * No slot that could train it is free.
   *
   * @param before how many that wait come before it by the rule
   */
  record NoFreeSlot(int before) implements Wait {
    @Override
    public String told() {
      return switch (before) {
        case 0 -> "for the next free slot";
        case 1 -> "for a free slot, behind 1 other";
        default -> Text.of("for a free slot, behind %d others", before);
      };
    }
  }
}
