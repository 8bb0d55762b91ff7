package podium.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import podium.engine.simulation.SeedsTold.Found;

/**
 * The simulation finds mistakes: each of these within a thousand seeds. Where {@code
 * docs/simulation.md} says that it was found is looked first; with {@code -Dpodium.docs.write=true}
 * the table there is written anew.
 */
final class PlantedBugsTest {
  private static final long SEEDS = 1000;
  private static final long BLOCK = 8;
  private static final boolean WRITE = Boolean.getBoolean("podium.docs.write");
  private static final SeedsTold TOLD = SeedsTold.read();
  private static final SeedsTold FOUND = new SeedsTold();

  @TempDir private Path folder;

  static List<PlantedBug> bugs() {
    return List.of(
        PlantedBug.of(
            "answers leave before the read-back",
            "reign/Reign.java",
            "    afterAll(() -> answer.accept(decided.answer()));",
            "    answer.accept(decided.answer());"),
        PlantedBug.of(
            "nothing waits for the read-back",
            "reign/HeldEffects.java",
            "index <= confirmed && held.isEmpty()",
            "held.isEmpty()"),
        PlantedBug.of(
            "a read-back confirms the entry after it, too",
            "reign/HeldEffects.java",
            "held.element().index() <= index",
            "held.element().index() <= index + 1"),
        PlantedBug.of(
            "an own entry that is void is taken for confirmed",
            "reign/Candidate.java",
            "throw new ReignEnded(\"own entry is void: \" + nothing.why());",
            "reign.ifPresent(it -> it.confirmed(nothing.envelope().orElseThrow().index()));"),
        PlantedBug.of(
            "a claim that got lost is waited for in vain",
            "reign/Candidate.java",
            "    claim.ifPresent(made -> made.await(time));\n",
            ""),
        PlantedBug.of(
            "a claim of the reigning term counts",
            "log/Fence.java",
            "envelope.term() != term + 1",
            "envelope.term() != term + 1 && envelope.term() != term"),
        PlantedBug.of(
                "an entry counts whatever its index",
                "log/Fence.java",
                "envelope.index() != nextIndex",
                "false")
            .and("!envelope.prev().equals(head)", "false"),
        PlantedBug.of(
                "a reign that is over is not fenced",
                "log/Fence.java",
                "envelope.term() != term || !envelope.incarnation().equals(incarnation)",
                "false")
            .and("envelope.index() != nextIndex", "false")
            .and("!envelope.prev().equals(head)", "false"),
        PlantedBug.of(
            "a lease never ends",
            "reign/Peers.java",
            "return Math.max(0, Math.min(lastLook - last.nanos(), listened - last.listened()));",
            "return 0;"),
        PlantedBug.of(
            "a scheduler that said that it stands down goes on deciding",
            "reign/Candidate.java",
            "return farewell.isPresent() || ending.isPresent() ? Optional.empty() : reign;",
            "return ending.isPresent() ? Optional.empty() : reign;"),
        PlantedBug.of(
            "whoever is elected claims once and never again",
            "reign/Candidate.java",
            "(office.isFresh() || isVacant() || isSilent())",
            "office.isFresh()"),
        PlantedBug.of(
            "a slot with somebody in it is not asked for again",
            "reign/Reign.java",
            "state.stuckOf(worker, itsIncarnation)",
            "List.<SlotState.Stuck>of()"),
        PlantedBug.of(
            "an attempt resumes from the beginning",
            "decide/Dues.java",
            "trial.checkpoints().seenFrom(worker.checkpointHome())",
            "List.of()"),
        PlantedBug.of(
            "a gap is answered as if nothing were missing",
            "decide/Decider.java",
            "Decided.only(new Answer.Gap(next))",
            "Decided.only(new Answer.Repeat(next))"),
        PlantedBug.of(
            "a report that was counted counts again",
            "decide/Decider.java",
            "report.sequence() < next && !over",
            "false"),
        PlantedBug.of(
            "a lost worker's reports count at once",
            "decide/Decider.java",
            "if (trial.state() == Trial.State.ADRIFT) {",
            "if (false) {"),
        PlantedBug.of(
            "what a worker holds is ignored",
            "decide/Decider.java",
            "register.holds(),\n                    register.address(),",
            "List.of(), register.address(),"),
        PlantedBug.of(
            "a process that was replaced takes its name back",
            "decide/Decider.java",
            "if (state.replaced(register.incarnation())) {",
            "if (false) {"),
        PlantedBug.of(
            "success wins over a cancel",
            "state/Stop.java",
            "case CANCEL -> why.outcome();",
            "case CANCEL -> said == Outcome.SUCCEEDED ? said : why.outcome();"),
        PlantedBug.of(
            "a paused trial waits for a slot",
            "state/Moves.java",
            "} else if (trial.pause.isPresent() || trial.toHold().isPresent()) {",
            "} else if (trial.toHold().isPresent()) {"),
        PlantedBug.of(
            "a pause that lets the epoch end is forgotten",
            "state/Moves.java",
            "epochOver || how == Trial.Pause.NOW",
            "how == Trial.Pause.NOW"),
        PlantedBug.of(
            "a drained worker is given trials",
            "state/WorkerState.java",
            " && !drained.contains(WHOLE);",
            ";"),
        PlantedBug.of(
            "a trial that is tried again keeps its checkpoints though nobody wants them",
            "state/Asked.java",
            "fresh ? left.fresh() : left",
            "left"),
        PlantedBug.of(
            "a trial is tried again while a fork waits for its checkpoint",
            "decide/Acting.java",
            "                && !awaited.contains(trial.id())\n",
            ""),
        PlantedBug.of(
            "a fork begins with the newest checkpoint, whichever epoch was asked for",
            "decide/Forking.java",
            "wanted -> wanted != from.epoch()",
            "wanted -> false"),
        PlantedBug.of(
            "a fork begins with a checkpoint that is not kept",
            "state/Checkpoints.java",
            "                newestFirst.stream().limit(1),\n                best.stream()",
            "                newestFirst.stream().skip(1),\n                best.stream()"),
        PlantedBug.of(
            "a checkpoint counts as kept whatever its worker keeps",
            "state/Checkpoints.java",
            "return keepEvery > 0 && one.epoch() % keepEvery == 0;",
            "return true;"),
        PlantedBug.of(
            "what people gave an owner ends with the term",
            "state/GivenShares.java",
            "!settings.share(one.getKey()).equals(one.getValue().instead())",
            "true"),
        PlantedBug.of(
            "a snapshot does not know what people gave owners",
            "state/Restore.java",
            "    state.given.restore(memory.given());\n",
            ""),
        PlantedBug.of(
            "what people gave an owner is in force with the next term",
            "state/Asked.java",
            "        state.settings = state.given.give(change, state.settings);",
            "        state.given.give(change, state.settings);"),
        PlantedBug.of(
            "a fork whose checkpoint nobody sees begins from nothing",
            "placement/Homes.java",
            "within.isEmpty() && trial.checkpoints().base().isPresent()",
            "false"),
        PlantedBug.of(
            "a snapshot does not know with what others may begin",
            "state/EndedTrials.java",
            "    left.forEach((number, known) -> stays.add(new Memory.OfLeft(number, known)));\n",
            ""),
        PlantedBug.of(
            "who made way before is not spared",
            "state/Trial.java",
            "return priority + preempted;",
            "return priority;"),
        PlantedBug.of(
            "an attempt makes way for a trial that waits no more",
            "state/Moves.java",
            "List.copyOf(state.makingWayFor(trial)).forEach(this::goesOn);",
            ""),
        PlantedBug.of(
            "an attempt that makes way may take for ever over its epoch",
            "decide/Dues.java",
            "          Preempting::late,\n",
            ""),
        PlantedBug.of(
            "a slot that is left out is given trials",
            "state/WorkerState.java",
            " || resting.contains(slot);",
            ";"),
        PlantedBug.of(
            "a slot that is left out is never tried again",
            "decide/Dues.java",
            "          Resting::ends,\n",
            ""),
        PlantedBug.of(
            "a GPU is two workers'",
            "decide/Dues.java",
            "          (state, now) -> Resting.taken(state),\n",
            ""),
        PlantedBug.of(
            "a slot whose GPU another worker had is never used again",
            "decide/Dues.java",
            "          (state, now) -> Resting.givenBack(state),\n",
            ""),
        PlantedBug.of(
            "an experiment has one slot more than its limit",
            "state/Shares.java",
            "room(experiment.slots(), held) < experiment.slotsEach()",
            "room(experiment.slots(), held) < experiment.slotsEach() - 1"),
        PlantedBug.of(
            "an experiment is archived while trials of it wait or train",
            "decide/Acting.java",
            "return busy == 0\n",
            "return busy >= 0\n"),
        PlantedBug.of(
            "what is archived is tried again",
            "decide/Acting.java",
            "!isArchived(trial) && !bases",
            "!bases"),
        PlantedBug.of(
            "one failure more than the budget",
            "decide/Dues.java",
            "spent >= budget",
            "spent > budget"),
        PlantedBug.of("losses cost nothing", "state/Fold.java", "trial.losses++;", ""),
        PlantedBug.of(
            "a retry does not wait",
            "decide/Dues.java",
            "retry.map(later -> now.plus(later.after()))",
            "Optional.empty()"),
        PlantedBug.of(
            "a slot is free though nobody said so",
            "state/WorkerState.java",
            "told ? SlotState.nobody()",
            "true ? SlotState.nobody()"),
        PlantedBug.of(
            "who looks for slots does not see that one is free again",
            "state/Fold.java",
            "state.supply.refresh(worker);",
            ""),
        PlantedBug.of(
            "a refused request is read again",
            "state/Fold.java",
            "case Event.RequestRejected rejected -> state.requests.read(rejected.source());",
            "case Event.RequestRejected rejected -> {}"),
        PlantedBug.of(
            "a restarted trial keeps checkpoints out of reach",
            "state/Fold.java",
            "trial.checkpoints = trial.checkpoints.upTo(restarted.fromEpoch());",
            ""),
        PlantedBug.of(
            "a silent worker is given trials",
            "state/WorkerState.java",
            "liveness == Liveness.ALIVE && !leaving",
            "liveness != Liveness.LOST && !leaving"),
        PlantedBug.of(
            "a worker that leaves is given trials",
            "state/WorkerState.java",
            "liveness == Liveness.ALIVE && !leaving",
            "liveness == Liveness.ALIVE"),
        PlantedBug.of(
                "a snapshot is believed that is of another log",
                "reign/Recovery.java",
                "it.offset() != first.offset()",
                "false")
            .and("!Fence.headAfter(it.prev(), first.bytes()).equals(it.fence().head())", "false")
            .and("it -> !compared || !named", "it -> false"),
        PlantedBug.of(
            "a snapshot knows no checkpoints",
            "state/Memory.java",
            "            trial.checkpoints,\n",
            "            Checkpoints.NONE,\n"),
        PlantedBug.of(
            "a snapshot does not know how far requests were read",
            "state/Memory.java",
            "new TreeMap<>(state.requests.next)",
            "new TreeMap<>()"),
        PlantedBug.of(
            "a snapshot does not know who is held",
            "state/Memory.java",
            "        trial.told,\n",
            "        Optional.empty(),\n"),
        PlantedBug.of(
            "a snapshot does not know what trials came to",
            "state/Memory.java",
            "state.contests.of(it.id()).map(Contest::remember).orElse(List.of())",
            "List.of()"),
        PlantedBug.of(
            "who is held is held for ever",
            "state/Contest.java",
            "if (resting.isEmpty() || resting.size() < open) {",
            "if (true) {"),
        PlantedBug.of(
            "trials that are held end while others still train",
            "state/Contest.java",
            "resting.size() < open",
            "false"),
        PlantedBug.of(
            "one more than the best are promoted",
            "stopping/Asha.java",
            "place <= of / eta",
            "place <= of / eta + 1"),
        PlantedBug.of(
            "a trial that is to be held goes on",
            "decide/Dues.java",
            "if (trial.toHold().isPresent()) {",
            "if (false) {"),
        PlantedBug.of(
            "a median of the best", "stopping/Median.java", "return mean;", "return best;"),
        PlantedBug.of(
            "an epoch that is trained anew counts twice",
            "state/Contest.java",
            "        ranks(epoch).remove(number, figure(course, epoch));\n",
            ""),
        PlantedBug.of(
            "who is tried again is stopped again",
            "state/Asked.java",
            "state.contests.pass(trial, Integer.MAX_VALUE);",
            ""),
        PlantedBug.of(
            "a worker begins an attempt twice",
            "worker/WorkerCore.java",
            "!orders.isNew(attempt) || delivery.has(attempt)",
            "false"),
        PlantedBug.of(
            "reports that a log lost are waited for in vain",
            "worker/Delivery.java",
            "if (outbox.isAcknowledged(next)) {",
            "if (false) {"),
        PlantedBug.of(
            "a worker speaks for ever to the scheduler that it was given",
            "worker/Route.java",
            "target = address;\n    heard = false;",
            "heard = false;"),
        PlantedBug.of(
            "slots that are kept for a trial are given to anybody",
            "state/Reservation.java",
            "return other == trial",
            "return !left.equals(Optional.of(Duration.ofDays(-1)))"),
        PlantedBug.of(
            "slots stay kept though their worker is lost",
            "state/Fold.java",
            "    fold.moves.lookAtReservation();\n",
            ""),
        PlantedBug.of(
            "a limit counts trials and not their slots",
            "state/Shares.java",
            "room(experiment.slots(), held) < experiment.slotsEach()",
            "room(experiment.slots(), held) < 1"),
        PlantedBug.of(
            "what a limit leaves goes to whoever fits into it",
            "state/Shares.java",
            "    return slots > 1\n        && slots",
            "    return slots > 64\n        && slots"),
        PlantedBug.of(
            "a worker that is back has only the slot that leads",
            "state/Fold.java",
            "holder.slots().forEach(slot -> worker.slots.put(slot, busy));",
            "worker.slots.put(holder.slot(), busy);"),
        PlantedBug.of(
            "a worker lends a slot on which somebody is",
            "worker/Orders.java",
            "place.clashesWith(other.getValue())",
            "place.slot().isEmpty()"),
        PlantedBug.of(
            "a search suggests before its last trial has a slot",
            "decide/Suggesting.java",
            "last.attempt() > 0",
            "last.attempt() >= 0"),
        PlantedBug.of(
            "what is expected is told from the term's beginning",
            "decide/Decider.java",
            "Forecasts.of(state, now, id, spec, trials)",
            "Forecasts.of(state, state.termSince(), id, spec, trials)"),
        PlantedBug.of(
            "what is expected is told of models that were never seen",
            "state/EpochTimes.java",
            "return beginning(ofModel(slots, model));",
            "return beginning(\"\");"),
        PlantedBug.of(
            "a snapshot does not know that a search has trials left",
            "state/Restore.java",
            "    state.searching(experiment);\n",
            ""),
        PlantedBug.of(
            "a changed limit of epochs leaves the deadline of the present one",
            "state/Asked.java",
            "trial -> state.trials.open(trial, moves::limit)",
            "trial -> state.trials.open(trial, same -> {})"),
        PlantedBug.of(
            "a deadline is of the limit that an experiment was accepted with",
            "state/Trial.java",
            "return experiment.limits().epochSeconds();",
            "return experiment.spec().limits().epochSeconds();"),
        PlantedBug.of(
            "a worker does not hear of changed limits",
            "worker/WorkerCore.java",
            "orders.slotOf(attempt).ifPresent(slot -> port.limit(slot, attempt, limits));",
            ""),
        PlantedBug.of(
            "a snapshot does not know changed limits",
            "state/Restore.java",
            "            known.limits(),\n",
            "            java.util.Optional.empty(),\n"),
        PlantedBug.of(
            "what ran out of memory goes back as it was",
            "state/Trial.java",
            "return shrinks ? Optional.of(half()) : microBatch;",
            "return microBatch;"),
        PlantedBug.of(
            "what ran out of memory costs the budget",
            "state/Fold.java",
            "boolean failure = ended.outcome().isFailure() && !trial.shrinks;",
            "boolean failure = ended.outcome().isFailure();"),
        PlantedBug.of(
            "later attempts compute as many images at a time as the recipe says",
            "state/Trial.java",
            "return shrinks ? Optional.of(half()) : microBatch;",
            "return shrinks ? Optional.of(half()) : Optional.empty();"),
        PlantedBug.of(
            "nobody remembers what was too much for the memory",
            "state/Fold.java",
            "memoryOf(trial).ifPresent(it -> state.tooLarge.failed(it, images));",
            ""),
        PlantedBug.of(
            "what was too much once is too much for ever",
            "state/Fold.java",
            "memoryOf(trial).ifPresent(it -> state.tooLarge.fits(it, images));",
            ""),
        PlantedBug.of(
            "all devices have as much memory",
            "state/TooLarge.java",
            "share + type + \" \" + slot.description()",
            "type"),
        PlantedBug.of(
            "a trial that goes on computes its images as others found out",
            "state/SchedulerState.java",
            "!trial.experiment.spec().shrinks() || trial.goesOn()",
            "!trial.experiment.spec().shrinks()"),
        PlantedBug.of(
            "a snapshot does not know that a trial goes on smaller",
            "state/Restore.java",
            "    trial.shrinks = lived.shrinks();\n",
            ""),
        PlantedBug.of(
            "a snapshot does not know how many images a trial computes at a time",
            "state/Restore.java",
            "    trial.microBatch = lived.microBatch();\n",
            ""),
        PlantedBug.of(
            "a snapshot does not know what was too much for the memory",
            "state/Restore.java",
            "    state.tooLarge.restore(memory.tooLarge());\n",
            ""),
        PlantedBug.of(
            "a trainer is not told how many images it computes at a time",
            "state/Trial.java",
            "return microBatch.map(asAccepted()::inParts).orElseGet(this::asAccepted);",
            "return asAccepted();"));
  }

  @AfterAll
  static void writeTable() {
    if (WRITE) {
      FOUND.write();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bugs")
  void plantedBug_withinAThousandSeeds_isFound(PlantedBug bug) {
    Found found = find(bug);
    assertThat(found.seed()).as("the first seed that finds: %s", bug).isBetween(1L, SEEDS);
    assertThat(new SeedProbe().apply(found.seed())).as("that world without %s", bug).isEmpty();
    FOUND.add(bug.name(), found);
  }

  private Found find(PlantedBug bug) {
    LongFunction<?> engine = bug.planted(folder, LongFunction.class);
    // why: where it was found before it mostly is found again; other worlds of the same seeds mean
    // a search
    return TOLD.seed(bug).stream()
        .filter(seed -> !WRITE)
        .mapToObj(seed -> new Found(seed, words(engine, seed)))
        .filter(found -> !found.what().isEmpty())
        .findFirst()
        .orElseGet(() -> search(engine));
  }

  private static Found search(LongFunction<?> engine) {
    // why: a block at a time, so that every core has worlds and few are run in vain
    return LongStream.iterate(1, from -> from <= SEEDS, from -> from + BLOCK)
        .mapToObj(from -> firstOf(engine, from))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(new Found(0, ""));
  }

  private static Optional<Found> firstOf(LongFunction<?> engine, long from) {
    return LongStream.range(from, from + BLOCK)
        .parallel()
        .mapToObj(seed -> new Found(seed, words(engine, seed)))
        .filter(found -> !found.what().isEmpty())
        .min(Comparator.comparingLong(Found::seed));
  }

  private static String words(LongFunction<?> engine, long seed) {
    return String.valueOf(engine.apply(seed));
  }

  @Test
  void shrink_worldThatGoesWrong_leavesFewStepsAndStillGoesWrong() {
    PlantedBug bug =
        PlantedBug.of(
            "a report that was counted counts again",
            "decide/Decider.java",
            "report.sequence() < next && !over",
            "false");
    long seed = find(bug).seed();
    long before = Plan.of(seed).steps().size();
    long after = bug.planted(folder, LongUnaryOperator.class).applyAsLong(seed);
    assertThat(after).as("steps left of %d", before).isBetween(1L, before / 4);
  }
}
