package podium.cli.view;

import java.time.Duration;
import java.util.Optional;
import podium.engine.forecast.Expected;
import podium.engine.forecast.Outlook;
import podium.engine.forecast.Window;
import podium.engine.state.Calibration;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** What is expected of what waits and runs, in words. */
record ExpectedWords(Expected expected) {
  /** When a trial begins, such as {@code in 2:10 to 3:00}; empty where it has begun. */
  String starts(TrialId trial) {
    return expected
        .forecasts()
        .of(trial)
        .map(
            it ->
                it.start().map(this::told).orElse(it.unknown().map(ExpectedWords::why).orElse("")))
        .orElse("");
  }

  /** When a trial ends, or why that is not known. */
  String ends(TrialId trial) {
    return expected
        .forecasts()
        .of(trial)
        .map(it -> it.end().map(this::told).orElse(it.unknown().map(ExpectedWords::why).orElse("")))
        .orElse("");
  }

  /** When an experiment is over; empty where that is not known. */
  String ends(ExperimentId experiment) {
    return expected.forecasts().of(experiment).map(this::told).orElse("");
  }

  private static String why(Outlook.Unknown unknown) {
    return "unknown: " + unknown.told();
  }

  private String told(Window window) {
    String earliest = Words.clock(Duration.between(expected.at(), window.earliest()));
    Optional<String> latest =
        window.latest().map(it -> Words.clock(Duration.between(expected.at(), it)));
    return latest
        .map(it -> earliest.equals(it) ? "in " + it : "in %s to %s".formatted(earliest, it))
        .orElseGet(() -> "in %s at the earliest".formatted(earliest));
  }

  /** How often forecasts held, in a sentence; nothing before the first that can be judged. */
  Optional<String> calibration() {
    Calibration.Tally tally = expected.tally();
    return tally
        .share()
        .map(
            share ->
                "%s of %s experiments ended when they were expected to: %s, where 80 %% should"
                    .formatted(
                        Words.count(tally.within()),
                        Words.count(tally.judged()),
                        Words.percent(share)));
  }
}
