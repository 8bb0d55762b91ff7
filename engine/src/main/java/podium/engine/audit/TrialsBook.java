package podium.engine.audit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import podium.engine.audit.AuditedTrial.Phase;
import podium.engine.audit.AuditedWorker.Needs;
import podium.protocol.event.Event;
import podium.protocol.event.ForkedFrom;
import podium.protocol.event.TrialEntry;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.request.Action;

/** Which experiments and trials there are. Confined to its auditor. */
final class TrialsBook {
  private final Map<TrialId, AuditedTrial> trials = new HashMap<>();
  private final Map<String, Integer> experiments = new HashMap<>();
  private final Term term;

  /** Trials whose attempts a worker holds, by its name. */
  private final Map<String, Set<AuditedTrial>> held = new HashMap<>();

  /** Attempts that make way, by the trial that waits for that. */
  private final Map<TrialId, Set<AuditedTrial>> makingWay = new HashMap<>();

  /** Slots that the trials of an experiment may have together; others may have any. */
  private final Map<ExperimentId, Integer> limits = new HashMap<>();

  /** The seconds that an epoch of their trials may take. */
  private final Map<ExperimentId, Long> epochSeconds = new HashMap<>();

  /** Priorities of experiments; of one that trials of it were not given by themselves. */
  private final Map<ExperimentId, Integer> priorities = new HashMap<>();

  private final Map<ExperimentId, Integer> sizes = new HashMap<>();

  /** In which place they were accepted. */
  private final Map<ExperimentId, Integer> places = new HashMap<>();

  private final Set<ExperimentId> archived = new HashSet<>();
  private final Map<ExperimentId, Integer> slotsOfExperiments = new HashMap<>();
  private final Map<String, Integer> slotsOfOwners = new HashMap<>();

  /** Those that are to have further trials. */
  private final Map<ExperimentId, AuditedSearch> searches = new HashMap<>();

  /** Slots that attempts take. */
  private long running;

  TrialsBook(Term term) {
    this.term = term;
  }

  long running() {
    return running;
  }

  /** Takes the experiment in; gives its trials. */
  List<AuditedTrial> accept(Event.ExperimentAccepted accepted, Findings findings) {
    ExperimentSpec spec = accepted.spec();
    String expected =
        spec.experiment() + "-" + (experiments.getOrDefault(spec.experiment(), 0) + 1);
    if (!findings.fits(
        accepted.experiment().value().equals(expected),
        Invariant.NAMES_DENSE,
        "experiment %s, expected %s",
        accepted.experiment(),
        expected)) {
      return List.of();
    }
    experiments.merge(spec.experiment(), 1, Integer::sum);
    long count = spec.firstCount();
    findings.require(
        count == accepted.trials().size(),
        Invariant.NAMES_DENSE,
        "%s has %d trials; its matrix makes %d",
        accepted.experiment(),
        accepted.trials().size(),
        count);
    if (spec.search().learns()) {
      searches.put(accepted.experiment(), new AuditedSearch(spec, accepted.trials()));
    }
    limit(accepted.experiment(), spec.limits().slots());
    epochSeconds.put(accepted.experiment(), spec.limits().epochSeconds());
    priorities.put(accepted.experiment(), spec.priority());
    sizes.put(accepted.experiment(), accepted.trials().size());
    places.put(accepted.experiment(), places.size());
    for (int i = 0; i < accepted.trials().size(); i++) {
      TrialEntry entry = accepted.trials().get(i);
      TrialId id = accepted.experiment().trial(i + 1);
      findings.require(
          entry.trial().equals(id),
          Invariant.NAMES_DENSE,
          "trial %s, expected %s",
          entry.trial(),
          id);
      AuditedTrial trial = trial(entry, spec);
      trial.base.ifPresent(from -> judge(trial, from, accepted.asked(), findings));
      trials.putIfAbsent(entry.trial(), trial);
    }
    return accepted.trials().stream()
        .flatMap(entry -> Optional.ofNullable(trials.get(entry.trial())).stream())
        .toList();
  }

  /** Whether a fork begins with what is kept, and goes further. */
  private void judge(
      AuditedTrial fork, ForkedFrom from, Optional<Action> asked, Findings findings) {
    boolean kept =
        Optional.ofNullable(trials.get(from.trial()))
            .filter(it -> it.phase == Phase.ENDED && it.needs.model().equals(fork.needs.model()))
            .filter(
                it ->
                    it.stays().stream()
                        .anyMatch(
                            one ->
                                one.reference().equals(from.checkpoint())
                                    && one.home().equals(from.home())))
            .isPresent();
    findings.require(
        kept && fork.epochs > from.epoch() && asked.filter(it -> fits(it, fork, from)).isPresent(),
        Invariant.FORKED_FROM_WHAT_STAYS,
        "%s is to train %d epochs from %s on, which no trial that ended keeps for it, or nobody"
            + " asked for",
        fork.id,
        fork.epochs,
        from.told());
  }

  private static boolean fits(Action asked, AuditedTrial fork, ForkedFrom from) {
    return asked instanceof Action.Extend extend
        ? fork.epochs == from.epoch() + extend.epochs()
        : asked instanceof Action.Fork wanted
            && wanted.epoch().filter(epoch -> epoch != from.epoch()).isEmpty();
  }

  /** A fork that waits for a checkpoint of the trial, if there is one. */
  Optional<TrialId> awaiting(TrialId trial) {
    return trials.values().stream()
        .filter(it -> it.base.filter(from -> from.trial().equals(trial)).isPresent())
        .filter(AuditedTrial::awaits)
        .map(it -> it.id)
        .findFirst();
  }

  /** Takes the suggested trial in; gives it where it is the next one. */
  Optional<AuditedTrial> suggest(Event.TrialSuggested suggested, Findings findings) {
    AuditedSearch search = searches.get(suggested.experiment());
    TrialId id = suggested.trial().trial();
    if (search == null) {
      findings.breaks(Invariant.SUGGESTED_IN_TURN, "%s belongs to no search that learns", id);
      return Optional.empty();
    }
    boolean next =
        findings.fits(
            id.equals(suggested.experiment().trial(search.made() + 1)) && !search.complete(),
            Invariant.SUGGESTED_IN_TURN,
            "%s is suggested; %s has %d trials",
            id,
            suggested.experiment(),
            search.made());
    if (!next) {
      return Optional.empty();
    }
    AuditedTrial last = trials.get(suggested.experiment().trial(search.made()));
    findings.require(
        last == null || (last.attempt > 0 && !last.cancelled()),
        Invariant.SUGGESTED_IN_TURN,
        "%s is suggested, but the one before waits for its first slot, or was cancelled",
        id);
    findings.require(
        !isHeld(suggested.experiment()),
        Invariant.SUGGESTED_IN_TURN,
        "%s is suggested, but a trial of its experiment is paused",
        id);
    findings.require(
        search.add(suggested.trial()),
        Invariant.SUGGESTED_IN_TURN,
        "%s is a point that there was before",
        id);
    AuditedTrial trial = trial(suggested.trial(), search.spec());
    trials.put(id, trial);
    sizes.merge(suggested.experiment(), 1, Integer::sum);
    return Optional.of(trial);
  }

  /** Whether the trial's search is to have its next one, now that this one has a slot. */
  boolean isLastOfASearch(AuditedTrial trial) {
    AuditedSearch search = searches.get(trial.id.experiment());
    return search != null && trial.id.number() == search.made() && !search.complete();
  }

  /** Whether a trial of a search is to wait for people. */
  boolean isHeld(ExperimentId experiment) {
    AuditedSearch search = searches.get(experiment);
    return search != null
        && IntStream.rangeClosed(1, search.made())
            .mapToObj(experiment::trial)
            .flatMap(id -> Optional.ofNullable(trials.get(id)).stream())
            .anyMatch(trial -> trial.phase != AuditedTrial.Phase.ENDED && trial.pause.isPresent());
  }

  private AuditedTrial trial(TrialEntry entry, ExperimentSpec spec) {
    TrialSpec its = spec.trial(entry.assignment());
    int slots = spec.resources().slots();
    AuditedTrial trial =
        new AuditedTrial(
            entry.trial(),
            spec.owner(),
            new Needs(
                slots > 1 ? Device.CPU : spec.resources().device(),
                slots,
                its.model(),
                spec.dataset(),
                spec.pretrained()),
            new LengthsBook.Kind(
                slots,
                its.model(),
                its.dataset(),
                its.recipe().batchSize(),
                its.recipe().imageSize()),
            its.recipe().epochs(),
            epochSeconds.getOrDefault(entry.trial().experiment(), 0L),
            new Parts(its, spec),
            entry.forkedFrom());
    trial.waitsSince = term.time;
    trial.priority = priority(entry.trial().experiment());
    trial.preempts = spec.preempt();
    trial.accepted = places.getOrDefault(entry.trial().experiment(), 0);
    return trial;
  }

  /** Nobody makes way for a trial that does not wait any more. */
  void heeded(TrialId waited) {
    Optional.ofNullable(makingWay.remove(waited)).stream()
        .flatMap(Set::stream)
        .forEach(AuditedTrial::goesOn);
  }

  /** An attempt makes way for a trial that waits. */
  void preempt(AuditedTrial trial, TrialId waits) {
    trial.inFavourOf = Optional.of(waits);
    trial.preemptedSince = term.time;
    makingWay.computeIfAbsent(waits, id -> new LinkedHashSet<>()).add(trial);
  }

  /** Whether an attempt makes way for the trial. */
  boolean isHeeded(AuditedTrial trial) {
    return makingWay.containsKey(trial.id);
  }

  /** The trials of the experiment may have so many slots together; 0 means any. */
  void limit(ExperimentId experiment, int slots) {
    limits.put(experiment, slots);
  }

  /** Epochs of the experiment's trials may take so long from now on; gives those trials. */
  List<AuditedTrial> limitEpochs(ExperimentId experiment, long seconds) {
    epochSeconds.put(experiment, seconds);
    List<AuditedTrial> all =
        numbered(experiment).flatMap(id -> Optional.ofNullable(trials.get(id)).stream()).toList();
    for (AuditedTrial trial : all) {
      trial.epochSeconds = seconds;
      trial.limitedSince = term.time;
    }
    return all;
  }

  private Stream<TrialId> numbered(ExperimentId experiment) {
    return IntStream.rangeClosed(1, sizes.getOrDefault(experiment, 0)).mapToObj(experiment::trial);
  }

  /** People give the trials, and what is tried again of the experiments, another priority. */
  void prioritize(Event.RequestAccepted asked, int priority) {
    asked.experiments().forEach(id -> priorities.put(id, priority));
    asked.trials().stream()
        .flatMap(id -> Optional.ofNullable(trials.get(id)).stream())
        .forEach(
            trial -> {
              trial.priority = priority;
              heeded(trial.id);
            });
  }

  /** The priority of what is tried again of the experiment. */
  int priority(ExperimentId experiment) {
    return priorities.getOrDefault(experiment, 0);
  }

  /** The experiment is put aside from now on; gives those of its trials that wait or train. */
  List<TrialId> archive(ExperimentId experiment) {
    archived.add(experiment);
    return numbered(experiment)
        .filter(
            id ->
                Optional.ofNullable(trials.get(id))
                    .filter(it -> it.phase != Phase.ENDED && it.phase != Phase.PAUSED)
                    .isPresent())
        .toList();
  }

  void unarchive(ExperimentId experiment) {
    archived.remove(experiment);
  }

  boolean isArchived(TrialId trial) {
    return archived.contains(trial.experiment());
  }

  /** Whether the trial's experiment, or its owner, may not have its slots beside those it has. */
  boolean isFull(AuditedTrial trial) {
    return isFullItself(trial) || isOwnerFull(trial, trial.needs.slots());
  }

  /** Whether that is so of its experiment. */
  boolean isFullItself(AuditedTrial trial) {
    ExperimentId experiment = trial.id.experiment();
    int held = slotsOfExperiments.getOrDefault(experiment, 0);
    return exceeds(limits.getOrDefault(experiment, 0), held + trial.needs.slots());
  }

  /** Whether its owner may not have so many slots beside those it has. */
  boolean isOwnerFull(AuditedTrial trial, int slots) {
    int held = slotsOfOwners.getOrDefault(trial.owner, 0);
    return exceeds(term.settings.share(trial.owner).slots(), held + slots);
  }

  private static boolean exceeds(int limit, int held) {
    return limit > 0 && held > limit;
  }

  private void count(AuditedTrial trial, int slots) {
    slotsOfExperiments.merge(trial.id.experiment(), slots, Integer::sum);
    slotsOfOwners.merge(trial.owner, slots, Integer::sum);
  }

  /** The trial that a fact is about. */
  Optional<AuditedTrial> known(TrialId id, Findings findings) {
    Optional<AuditedTrial> known = Optional.ofNullable(trials.get(id));
    findings.fits(known.isPresent(), Invariant.NAMES_KNOWN, "there is no trial %s", id);
    return known;
  }

  /** The trial that a fact is about, unless it ended. */
  Optional<AuditedTrial> open(TrialId id, Findings findings) {
    return known(id, findings)
        .filter(
            trial ->
                findings.fits(
                    trial.phase != Phase.ENDED, Invariant.ENDED_ONCE, "%s has ended", id));
  }

  /** The trial of an attempt that a worker holds. */
  Optional<AuditedTrial> placed(TrialId id, int attempt, Findings findings) {
    return open(id, findings)
        .filter(
            trial ->
                findings.fits(
                    trial.phase == Phase.PLACED && trial.attempt == attempt,
                    Invariant.NOTHING_BY_OTHERS,
                    "a fact of attempt %d of %s, which is %s with attempt %d",
                    attempt,
                    id,
                    trial.phase,
                    trial.attempt));
  }

  /** Its attempt begins. */
  void begun(AuditedTrial trial) {
    trial
        .place
        .map(AuditedTrial.Place::worker)
        .ifPresent(it -> held.computeIfAbsent(it, name -> new LinkedHashSet<>()).add(trial));
    heeded(trial.id);
    onSlot(trial, true);
    count(trial, trial.needs.slots());
  }

  /** Its attempt ended. */
  void over(AuditedTrial trial) {
    trial
        .place
        .map(AuditedTrial.Place::worker)
        .ifPresent(it -> held.getOrDefault(it, Set.of()).remove(trial));
    onSlot(trial, false);
    count(trial, -trial.needs.slots());
    trial.inFavourOf.ifPresent(
        waits ->
            makingWay.computeIfPresent(
                waits,
                (id, all) -> {
                  all.remove(trial);
                  return all.isEmpty() ? null : all;
                }));
    trial.place = Optional.empty();
    trial.settled();
  }

  /** Whether its attempt takes its slots from now on. */
  void onSlot(AuditedTrial trial, boolean on) {
    running += trial.needs.slots() * ((on ? 1L : 0) - (trial.onSlot ? 1 : 0));
    trial.onSlot = on;
  }

  /** Trials whose attempts the worker holds. */
  List<AuditedTrial> heldBy(String worker) {
    return List.copyOf(held.getOrDefault(worker, Set.of()));
  }
}
