package podium.cli.view;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Score;

/** Figures in the words people read. Thread-safe. */
final class Words {
  private static final int BAR = 20;

  private Words() {}

  /** A bar of twenty signs. */
  static String bar(double share) {
    int full = (int) Math.round(Math.min(1, share) * BAR);
    return "#".repeat(full) + "-".repeat(BAR - full);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  static String percent(Optional<Double> share) {
    return share.map(Words::percent).orElse("-");
  }

  static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Such as {@code 1:02:03} or {@code 0:42}. */
  static String clock(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** What is done before training, such as {@code decoding 12,300 of 25,000 images}. */
  static String doing(String what, long done, long all) {
    return all == 0 ? what : "%s %s of %s images".formatted(what, count(done), count(all));
  }

  /** One epoch in one line. */
  static String epoch(TrialRow row, EpochResult result) {
    return String.format(
        Locale.ROOT,
        "%s %s  epoch %d/%d  train %s%s%s  %.1f s  %.0f images/s",
        row.trial(),
        row.spec().model(),
        result.epoch(),
        row.epochs(),
        score(result.train()),
        result.validation().map(validation -> "  validation " + score(validation)).orElse(""),
        result.test().map(test -> "  test " + score(test)).orElse(""),
        result.seconds(),
        result.imagesPerSecond());
  }

  private static String score(Score score) {
    return String.format(
        Locale.ROOT,
        "Loss: %.3f | Acc: %.3f%% (%d/%d)",
        score.loss(),
        100 * score.accuracy(),
        score.correct(),
        score.images());
  }
}
