package podium.engine.simulation;

import java.util.Optional;
import podium.protocol.report.Outcome;

/**
 * What the trainer of an attempt is like; all times in milliseconds.
 *
 * @param start until it begins its first epoch
 * @param epoch how long it takes
 * @param fails how it ends before its time
 * @param atEpoch after so many epochs it fails, or stands still
 * @param still whether it does
 * @param pulse whether it still gives a sign of life then, so that no watchdog sees it
 * @param stop until it obeys
 * @param deaf whether it does not
 * @param kill until it is gone once it is killed
 * @param keepsLimits whether it sees to limits of time by itself
 */
record Nature(
    int start,
    int epoch,
    Optional<Outcome> fails,
    boolean hopeless,
    int atEpoch,
    boolean still,
    boolean pulse,
    int stop,
    boolean deaf,
    int kill,
    boolean keepsLimits) {

  /** How long an epoch takes, under a limit of so many seconds. */
  long epoch(long limit) {
    return limit > 0 && !keepsLimits ? 20L * epoch : epoch;
  }

  /** One that does what it is told. */
  static Nature sound(Chance chance) {
    return new Nature(
        chance.spread(200, 5_000),
        chance.spread(1_000, 30_000),
        Optional.empty(),
        false,
        0,
        false,
        false,
        chance.spread(5, 2_000),
        false,
        100,
        true);
  }

  /** One that may fail in every way. */
  static Nature any(Chance chance) {
    Nature sound = sound(chance);
    int atEpoch = chance.between(0, 3);
    boolean deaf = chance.percent(8);
    int kill = chance.percent(85) ? 100 : chance.spread(1_000, 120_000);
    int fate = chance.between(0, 99);
    Optional<Outcome> fails =
        fate < 7
            ? Optional.of(Outcome.FAILED_CODE)
            : fate < 10
                ? Optional.of(Outcome.FAILED_OOM)
                : fate < 12
                    ? Optional.of(Outcome.DIVERGED)
                    : fate < 18 ? Optional.of(Outcome.FAILED_INFRASTRUCTURE) : Optional.empty();
    return new Nature(
        chance.percent(95) ? sound.start : chance.spread(5_000, 100_000),
        chance.percent(95) ? sound.epoch : 20 * sound.epoch,
        fails,
        chance.percent(20),
        atEpoch,
        fate >= 18 && fate < 24,
        chance.oneIn(3),
        sound.stop,
        deaf,
        kill,
        // why: no further draw, so that the worlds of all seeds stay what they were
        sound.stop % 3 != 0);
  }
}
