package podium.protocol.request;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import podium.protocol.AddedLater;
import podium.protocol.experiment.Values;

/** What people ask of trials and workers that are there. Immutable. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "verb")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Action.Cancel.class, name = "cancel"),
  @JsonSubTypes.Type(value = Action.Pause.class, name = "pause"),
  @JsonSubTypes.Type(value = Action.Resume.class, name = "resume"),
  @JsonSubTypes.Type(value = Action.Retry.class, name = "retry"),
  @JsonSubTypes.Type(value = Action.Extend.class, name = "extend"),
  @JsonSubTypes.Type(value = Action.Fork.class, name = "fork"),
  @JsonSubTypes.Type(value = Action.Change.class, name = "change"),
  @JsonSubTypes.Type(value = Action.ChangeOwner.class, name = "change owner"),
  @JsonSubTypes.Type(value = Action.Drain.class, name = "drain"),
  @JsonSubTypes.Type(value = Action.Undrain.class, name = "undrain"),
  @JsonSubTypes.Type(value = Action.Release.class, name = "release"),
  @JsonSubTypes.Type(value = Action.Archive.class, name = "archive"),
  @JsonSubTypes.Type(value = Action.Unarchive.class, name = "unarchive")
})
public sealed interface Action {
  /** The word that asks for it. */
  default String verb() {
    return switch (this) {
      case Cancel ignored -> "cancel";
      case Pause ignored -> "pause";
      case Resume ignored -> "resume";
      case Retry ignored -> "retry";
      case Extend ignored -> "extend";
      case Fork ignored -> "fork";
      case Change ignored -> "change";
      case ChangeOwner ignored -> "change";
      case Drain ignored -> "drain";
      case Undrain ignored -> "undrain";
      case Release ignored -> "release";
      case Archive ignored -> "archive";
      case Unarchive ignored -> "unarchive";
    };
  }

  /**
   * Whom it is about: an experiment (by id or name), a trial (by id), a worker or an owner (by
   * name).
   */
  String target();

  /** Stop them for good. */
  record Cancel(String target) implements Action {}

  /**
   * Let them wait until they are resumed, and keep what they trained.
   *
   * @param now at the next batch, and not at the end of the epoch
   */
  record Pause(String target, boolean now) implements Action {}

  /** Let those that were paused go on. */
  record Resume(String target) implements Action {}

  /**
   * Give those that failed or were cancelled new budgets.
   *
   * @param fresh from nothing, and not from their last checkpoint
   */
  record Retry(String target, boolean fresh) implements Action {}

  /**
   * Train those longer that succeeded or were stopped: as trials of an experiment of its own, which
   * begin with their last checkpoints.
   *
   * @param epochs how many more
   */
  record Extend(String target, int epochs) implements Action {}

  /**
   * Go on otherwise from what ended trials keep: as trials of an experiment of its own, which begin
   * with their checkpoints.
   *
   * @param epoch of the checkpoint; the last one where it is absent
   * @param recipe values, by name, in the place of those that the trials had
   */
  record Fork(String target, Optional<Integer> epoch, Map<String, Object> recipe)
      implements Action {
    public Fork {
      recipe = Values.canonical(recipe);
    }
  }

  /**
   * Give them another priority, or an experiment other tags or other limits.
   *
   * @param slots that the experiment's trials may have together; 0 means no bound
   * @param wallSeconds seconds that each of its attempts may train, those that train now, too; 0
   *     means no bound
   * @param epochSeconds seconds that each of their epochs may take; 0 means no bound
   */
  record Change(
      String target,
      Optional<Integer> priority,
      Optional<List<String>> tags,
      Optional<Integer> slots,
      @AddedLater Optional<Long> wallSeconds,
      @AddedLater Optional<Long> epochSeconds)
      implements Action {
    public Change {
      tags = tags.map(List::copyOf);
      // why: logs of earlier versions have changes without them
      wallSeconds = Objects.requireNonNullElse(wallSeconds, Optional.empty());
      epochSeconds = Objects.requireNonNullElse(epochSeconds, Optional.empty());
    }

    /** One that leaves limits of time as they are. */
    public Change(
        String target,
        Optional<Integer> priority,
        Optional<List<String>> tags,
        Optional<Integer> slots) {
      this(target, priority, tags, slots, Optional.empty(), Optional.empty());
    }

    /** Whether it gives an experiment other limits. */
    public boolean hasLimits() {
      return slots.isPresent() || hasLimitsOfTime();
    }

    /** Whether it gives an experiment other limits of time. */
    public boolean hasLimitsOfTime() {
      return wallSeconds.isPresent() || epochSeconds.isPresent();
    }
  }

  /**
   * Give an owner of experiments another share than the settings do.
   *
   * @param slots that the trials of all its experiments may have together; 0 means no bound
   * @param weight of its share beside those of others, where the rule of placement shares
   */
  record ChangeOwner(String target, Optional<Integer> slots, Optional<Double> weight)
      implements Action {}

  /**
   * Let a worker finish what it has and take nothing new.
   *
   * @param slot of it alone; all of them without one
   */
  record Drain(String target, Optional<String> slot) implements Action {}

  /** End a drain. */
  record Undrain(String target, Optional<String> slot) implements Action {}

  /**
   * Use slots again that were left out, since attempts failed on them.
   *
   * @param slot it alone; all of the worker's without one
   */
  record Release(String target, Optional<String> slot) implements Action {}

  /** Leave an experiment, of which nothing waits or trains, out of lists; its data stay. */
  record Archive(String target) implements Action {}

  /** Show it there again. */
  record Unarchive(String target) implements Action {}
}
