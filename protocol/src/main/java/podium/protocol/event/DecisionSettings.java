package podium.protocol.event;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import podium.protocol.AddedLater;
import podium.protocol.Text;

/**
 * The settings that decisions depend on; carried by the log so that it can be decided again. Where
 * an entry of an earlier version lacks a setting, it is as in {@link #DEFAULT}.
 *
 * @param suspectAfter silence after which a worker gets no new trials
 * @param lostAfter silence after which a worker's attempts end as LOST_WORKER
 * @param codeFailures attempts that may end by the trial's own fault before it fails
 * @param infrastructureLosses attempts that may be lost to infrastructure before it fails
 * @param fruitlessAttempts failed or lost attempts in a row without a new epoch before it fails
 * @param retryAfter wait after the first failure of code; doubles with each further one
 * @param checkpointWait how long a trial waits for a worker that sees its newest checkpoint
 * @param deadlines of attempts
 * @param forgetAfter how long a worker is gone before it is forgotten
 * @param placement name of the rule that places trials
 * @param rules version of the rules of decision; 1 in logs of the first format
 * @param maxQueued trials that may wait before further ones are refused
 * @param owners what owners of experiments may have, by name; others have {@link OwnerShare#ANY}
 * @param quarantine when slots get nothing more; never in entries of earlier versions
 */
public record DecisionSettings(
    Duration suspectAfter,
    Duration lostAfter,
    int codeFailures,
    int infrastructureLosses,
    @AddedLater int fruitlessAttempts,
    @AddedLater Duration retryAfter,
    @AddedLater Duration checkpointWait,
    @AddedLater Deadlines deadlines,
    @AddedLater Duration forgetAfter,
    @AddedLater String placement,
    @AddedLater int rules,
    @AddedLater int maxQueued,
    @AddedLater Map<String, OwnerShare> owners,
    @AddedLater Quarantine quarantine) {
  private static final int FRUITLESS_ATTEMPTS = 10;
  private static final int MAX_QUEUED = 100_000;
  private static final String PLACEMENT = "order";

  /** The rules of decision that this code follows. */
  public static final int RULES = 5;

  /** The first ones by which an experiment is accepted with its forecast. */
  public static final int WITH_FORECASTS = 3;

  /** The first ones by which what a limit leaves is kept for who needs several slots together. */
  public static final int WITH_ROOM_KEPT = 4;

  /** The first ones by which forecasts know of that room, and what goes on from trials has one. */
  public static final int WITH_FORECASTS_OF_FORKS = 5;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final Duration CHECKPOINT_WAIT = Duration.ofMinutes(2);
  private static final Duration FORGET_AFTER = Duration.ofDays(1);

  /** Lost after 8 s of silence; 3 failures of code, 20 losses; 2 minutes for a checkpoint. */
  public static final DecisionSettings DEFAULT =
      new DecisionSettings(
          Duration.ofSeconds(4),
          Duration.ofSeconds(8),
          3,
          20,
          FRUITLESS_ATTEMPTS,
          RETRY_AFTER,
          CHECKPOINT_WAIT,
          Deadlines.DEFAULT,
          FORGET_AFTER,
          PLACEMENT,
          RULES,
          MAX_QUEUED,
          Map.of(),
          Quarantine.DEFAULT);

  public DecisionSettings {
    fruitlessAttempts = fruitlessAttempts == 0 ? FRUITLESS_ATTEMPTS : fruitlessAttempts;
    retryAfter = Objects.requireNonNullElse(retryAfter, RETRY_AFTER);
    checkpointWait = Objects.requireNonNullElse(checkpointWait, CHECKPOINT_WAIT);
    deadlines = Objects.requireNonNullElse(deadlines, Deadlines.DEFAULT);
    forgetAfter = Objects.requireNonNullElse(forgetAfter, FORGET_AFTER);
    placement = Objects.requireNonNullElse(placement, PLACEMENT);
    rules = rules == 0 ? 1 : rules;
    maxQueued = maxQueued == 0 ? MAX_QUEUED : maxQueued;
    owners =
        Collections.unmodifiableMap(
            new TreeMap<>(Objects.requireNonNullElse(owners, Map.<String, OwnerShare>of())));
    quarantine = Objects.requireNonNullElse(quarantine, Quarantine.NEVER);
    if (suspectAfter.isNegative() || lostAfter.compareTo(suspectAfter) < 0) {
      throw new IllegalArgumentException(
          Text.of(
              "suspect after %s and lost after %s; lost must not come before suspect",
              suspectAfter, lostAfter));
    }
    if (maxQueued < 1) {
      throw new IllegalArgumentException(
          Text.of("at most %d trials may wait; allowed: 1 or more", maxQueued));
    }
    if (codeFailures < 1 || infrastructureLosses < 1 || fruitlessAttempts < 1) {
      throw new IllegalArgumentException(
          Text.of(
              "budgets are %d, %d and %d; allowed: 1 or more",
              codeFailures, infrastructureLosses, fruitlessAttempts));
    }
    if (retryAfter.isNegative() || checkpointWait.isNegative() || forgetAfter.isNegative()) {
      throw new IllegalArgumentException(
          Text.of(
              "retry after %s, wait %s for a checkpoint, forget workers after %s; allowed: 0 or"
                  + " more",
              retryAfter, checkpointWait, forgetAfter));
    }
  }

  /** Settings with as many trials that may wait as by default, and no owner of its own. */
  public DecisionSettings(
      Duration suspectAfter,
      Duration lostAfter,
      int codeFailures,
      int infrastructureLosses,
      int fruitlessAttempts,
      Duration retryAfter,
      Duration checkpointWait,
      Deadlines deadlines,
      Duration forgetAfter,
      String placement,
      int rules) {
    this(
        suspectAfter,
        lostAfter,
        codeFailures,
        infrastructureLosses,
        fruitlessAttempts,
        retryAfter,
        checkpointWait,
        deadlines,
        forgetAfter,
        placement,
        rules,
        MAX_QUEUED,
        Map.of(),
        Quarantine.DEFAULT);
  }

  /** What an owner may have. */
  public OwnerShare share(String owner) {
    return owners.getOrDefault(owner, OwnerShare.ANY);
  }

  /** The same with other shares of owners. */
  public DecisionSettings withOwners(Map<String, OwnerShare> others) {
    return with(deadlines, maxQueued, others, placement, quarantine, rules);
  }

  /** The same with another rule of placement. */
  public DecisionSettings withPlacement(String rule) {
    return with(deadlines, maxQueued, owners, rule, quarantine, rules);
  }

  /** The same with slots left out at other times. */
  public DecisionSettings with(Quarantine when) {
    return with(deadlines, maxQueued, owners, placement, when, rules);
  }

  /** The same with other deadlines. */
  public DecisionSettings with(Deadlines others) {
    return with(others, maxQueued, owners, placement, quarantine, rules);
  }

  /** The same with another number of trials that may wait. */
  public DecisionSettings withMaxQueued(int most) {
    return with(deadlines, most, owners, placement, quarantine, rules);
  }

  /** The same by other rules of decision. */
  public DecisionSettings withRules(int version) {
    return with(deadlines, maxQueued, owners, placement, quarantine, version);
  }

  private DecisionSettings with(
      Deadlines its,
      int most,
      Map<String, OwnerShare> shares,
      String rule,
      Quarantine when,
      int version) {
    return new DecisionSettings(
        suspectAfter,
        lostAfter,
        codeFailures,
        infrastructureLosses,
        fruitlessAttempts,
        retryAfter,
        checkpointWait,
        its,
        forgetAfter,
        rule,
        version,
        most,
        shares,
        when);
  }
}
