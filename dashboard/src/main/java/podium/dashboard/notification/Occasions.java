package podium.dashboard.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/**
 * Which facts of a log are worth telling, decided from the log alone: whoever reads it again comes
 * to the same. Not thread-safe.
 */
public final class Occasions {
  /** Failed trials of an experiment that are told one by one. */
  static final int MOST_FAILURES = 20;

  private final String log;
  private final Map<ExperimentId, Study> studies = new HashMap<>();
  private final Map<String, Double> best = new HashMap<>();
  private final Map<TrialId, Sign> running = new HashMap<>();

  /** When a running trial was heard last. */
  private record Sign(long offset, Instant time, String worker) {}

  /**
   * Before the first record.
   *
   * @param log its id
   */
  public Occasions(String log) {
    this.log = log;
  }

  /** What a fact gives occasion to tell. */
  public List<Notification> take(long offset, Entry entry) {
    return switch (entry.event()) {
      case Event.ExperimentAccepted it -> {
        studies
            .computeIfAbsent(it.experiment(), id -> new Study(it.spec()))
            .begin(it.trials().size());
        yield List.of();
      }
      case Event.TrialSuggested it -> {
        in(it.trial().trial(), (study, trial) -> study.begin(1));
        yield List.of();
      }
      case Event.TrialPlaced it -> {
        in(it.trial(), Study::goOn);
        yield heard(it.trial(), new Sign(offset, entry.time(), it.grants().getFirst().worker()));
      }
      case Event.AttemptReadopted it ->
          heard(it.trial(), new Sign(offset, entry.time(), it.worker()));
      case Event.TrialStarted it -> heardAgain(it.trial(), offset, entry.time());
      case Event.EpochCompleted it -> {
        in(it.trial(), (study, trial) -> study.learn(trial, it.result()));
        yield heardAgain(it.trial(), offset, entry.time());
      }
      case Event.TrialRestarted it -> {
        in(it.trial(), (study, trial) -> study.lose(trial, it.fromEpoch()));
        yield List.of();
      }
      case Event.AttemptEnded it -> {
        running.remove(it.trial());
        yield List.of();
      }
      case Event.TrialRequeued it -> {
        running.remove(it.trial());
        in(it.trial(), Study::goOn);
        yield List.of();
      }
      case Event.CancelAccepted it -> cancelled(offset, entry.time(), it);
      case Event.TrialEnded it -> ended(offset, entry.time(), it);
      default -> List.of();
    };
  }

  /** Running trials that were not heard for longer than that. */
  public List<Notification> silent(Instant now, Duration longest) {
    List<Notification> all = new ArrayList<>();
    running.forEach(
        (trial, sign) -> {
          Duration silence = Duration.between(sign.time(), now);
          if (silence.compareTo(longest) > 0) {
            all.add(
                Notification.of(
                    log,
                    Kind.TRIAL_SILENT,
                    sign.offset(),
                    sign.time(),
                    trial.experiment(),
                    Optional.of(trial),
                    "%s on %s has not been heard for more than %d min"
                        .formatted(trial, sign.worker(), longest.toMinutes())));
          }
        });
    return List.copyOf(all);
  }

  private void in(TrialId trial, BiConsumer<Study, TrialId> change) {
    Optional.ofNullable(studies.get(trial.experiment()))
        .ifPresent(study -> change.accept(study, trial));
  }

  private List<Notification> heard(TrialId trial, Sign sign) {
    running.put(trial, sign);
    return List.of();
  }

  private List<Notification> heardAgain(TrialId trial, long offset, Instant time) {
    running.computeIfPresent(trial, (it, sign) -> new Sign(offset, time, sign.worker()));
    return List.of();
  }

  private List<Notification> cancelled(long offset, Instant time, Event.CancelAccepted event) {
    if (TrialId.parse(event.target()).isPresent()) {
      return List.of();
    }
    List<Notification> all = new ArrayList<>();
    Stream.concat(
            ExperimentId.parse(event.target()).stream(),
            event.trials().stream().map(TrialId::experiment))
        .distinct()
        .forEach(
            experiment ->
                Optional.ofNullable(studies.get(experiment))
                    .filter(Study::overOnceClosed)
                    .ifPresent(study -> all.add(over(offset, time, experiment, study))));
    return List.copyOf(all);
  }

  private List<Notification> ended(long offset, Instant time, Event.TrialEnded event) {
    running.remove(event.trial());
    ExperimentId experiment = event.trial().experiment();
    Study study = studies.get(experiment);
    if (study == null || !study.end(event.trial(), event.status())) {
      return List.of();
    }
    List<Notification> all = new ArrayList<>();
    if (event.status() == TrialStatus.FAILED) {
      failed(offset, time, event, study).ifPresent(all::add);
    }
    if (event.status() == TrialStatus.SUCCEEDED) {
      newBest(offset, time, event.trial(), study).ifPresent(all::add);
    }
    if (study.over()) {
      all.add(over(offset, time, experiment, study));
    }
    return List.copyOf(all);
  }

  private Optional<Notification> failed(
      long offset, Instant time, Event.TrialEnded event, Study study) {
    int failures = study.fail();
    if (failures > MOST_FAILURES) {
      return Optional.empty();
    }
    String last =
        failures == MOST_FAILURES
            ? " (the %dth of its experiment; further ones are not told one by one)"
                .formatted(MOST_FAILURES)
            : "";
    return Optional.of(
        about(
            Kind.TRIAL_FAILED,
            offset,
            time,
            event.trial(),
            "%s failed%s: %s".formatted(event.trial(), last, event.reason().told())));
  }

  private Optional<Notification> newBest(long offset, Instant time, TrialId trial, Study study) {
    OptionalDouble found = study.best(trial);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    double reached = found.getAsDouble();
    Double before = best.get(study.contest());
    if (before != null && before >= reached) {
      return Optional.empty();
    }
    best.put(study.contest(), reached);
    // why: the first of all is the best of one
    return Optional.ofNullable(before)
        .map(
            it ->
                about(
                    Kind.NEW_BEST,
                    offset,
                    time,
                    trial,
                    String.format(
                        Locale.ROOT,
                        "%s is the best of its experiment: %.2f %% on the test images, %.2f %%"
                            + " before",
                        trial,
                        100 * reached,
                        100 * it)));
  }

  private Notification about(Kind kind, long offset, Instant time, TrialId trial, String text) {
    return Notification.of(log, kind, offset, time, trial.experiment(), Optional.of(trial), text);
  }

  private Notification over(long offset, Instant time, ExperimentId experiment, Study study) {
    String counts = study.counts();
    return Notification.of(
        log,
        Kind.EXPERIMENT_ENDED,
        offset,
        time,
        experiment,
        Optional.empty(),
        "%s is over: %s".formatted(experiment, counts.isEmpty() ? "no trial ran" : counts));
  }
}
