package podium.workers.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ThrowingRunnable;
import podium.engine.worker.Identity;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.message.WorkerMessage.Verdict;
import podium.protocol.report.Capacity;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.workers.Reports;
import podium.workers.spool.FileSpool;

/** A worker with one slot, between a scripted scheduler and a scripted trainer, in manual time. */
final class Stage implements AutoCloseable {
  static final String INCARNATION = "11111111-1111-1111-1111-111111111111";
  static final String SLOT = "cpu:0";

  final ActorTestKit testKit = ActorTestKit.create(ManualTime.config());
  final ManualTime time = ManualTime.get(testKit.system());
  final ScriptedScheduler scheduler = new ScriptedScheduler();
  final List<ScriptedTrainer> trainers = new CopyOnWriteArrayList<>();
  final AtomicLong nanos = new AtomicLong();
  final List<String> acknowledged = new CopyOnWriteArrayList<>();
  final AtomicBoolean registered = new AtomicBoolean();
  final List<String> refusals = new CopyOnWriteArrayList<>();
  final AtomicReference<Capacity> capacity = new AtomicReference<>(Capacity.UNKNOWN);
  final SlowSpool spool;
  final ActorRef<WorkerActor.Command> worker;
  long term = 5;

  /** The highest term that the worker was told. */
  long highest;

  String log = "log-a";

  Stage(Path folder) {
    this(folder, 1 << 20);
  }

  Stage(Path folder, long bound) {
    spool = new SlowSpool(FileSpool.open(folder, bound));
    worker =
        testKit.spawn(
            WorkerActor.create(
                new WorkerActor.Parts(
                    new Identity(
                        "box",
                        INCARNATION,
                        "box.example",
                        "shared-home",
                        new NodeAddress("box.example:1")),
                    List.of(new Slot(SLOT, "a processor")),
                    Catalog.BUILT_IN,
                    slot -> {
                      ScriptedTrainer trainer = new ScriptedTrainer();
                      trainers.add(trainer);
                      return trainer;
                    },
                    spool,
                    scheduler,
                    new Timing(
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        Duration.ofMillis(10),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(2)),
                    nanos::get,
                    registered::set,
                    refusals::add,
                    (trial, attempt, epoch) ->
                        acknowledged.add(trial + "/" + attempt + "/" + epoch),
                    () -> capacity.getAndSet(Capacity.UNKNOWN))));
    until(() -> assertThatTrainers(1));
    until(() -> assertThat(scheduler.connected).isTrue());
  }

  private void assertThatTrainers(int count) {
    assertThat(trainers).hasSize(count);
  }

  ScriptedTrainer trainer() {
    return trainers.getLast();
  }

  void pass(int seconds) {
    for (int second = 0; second < seconds; second++) {
      int beats = beats();
      time.timePasses(Duration.ofSeconds(1));
      until(() -> assertThat(beats()).isGreaterThan(beats));
      roundTrip();
    }
  }

  /** Why: heartbeats come from elsewhere, and the worker may not have seen its tick yet. */
  private void roundTrip() {
    int drops = spool.drops.get();
    highest = Math.max(highest, term);
    scheduler.say(
        new WorkerMessage.Answer(highest, new TrialId("nobody-1.1"), 1, 1, Verdict.FENCED, 0));
    until(() -> assertThat(spool.drops).hasValueGreaterThan(drops));
  }

  int beats() {
    return scheduler.heard(SchedulerMessage.Heartbeat.class).size();
  }

  /** Returns once the worker has looked at all it was told. */
  void settle() {
    roundTrip();
  }

  /** The scheduler asks who it is, and takes it. */
  void askAgain() {
    int hellos = scheduler.heard(SchedulerMessage.Hello.class).size();
    scheduler.say(new WorkerMessage.HelloAgain(term, INCARNATION, log));
    until(
        () -> assertThat(scheduler.heard(SchedulerMessage.Hello.class)).hasSizeGreaterThan(hellos));
    welcome();
  }

  void welcome() {
    scheduler.say(new WorkerMessage.Welcome(term, INCARNATION, log, List.of()));
    until(() -> assertThat(registered).isTrue());
  }

  void order(String trial, int attempt) {
    order(trial, attempt, SLOT);
  }

  void order(String trial, int attempt, String slot) {
    scheduler.say(
        new WorkerMessage.Train(
            term, INCARNATION, slot, new TrialId(trial), attempt, Reports.aSpec(), List.of()));
  }

  /** An order to train so many epochs, which may be more or fewer than a spec can ask for. */
  static WorkerMessage.Train withEpochs(int epochs, String trial, int attempt) {
    TrialSpec spec = Reports.aSpec();
    Recipe recipe = spec.recipe();
    return new WorkerMessage.Train(
        5,
        INCARNATION,
        SLOT,
        new TrialId(trial),
        attempt,
        new TrialSpec(
            spec.model(),
            spec.seed(),
            spec.dataset(),
            spec.pretrained(),
            new Recipe(
                epochs,
                recipe.batchSize(),
                recipe.microBatch(),
                recipe.optimizer(),
                recipe.learningRate(),
                recipe.biasLearningRate(),
                recipe.headLearningRate(),
                recipe.firstLayerEpochs(),
                recipe.momentum(),
                recipe.sgdMomentum(),
                recipe.nesterov(),
                recipe.weightDecay(),
                recipe.labelSmoothing(),
                recipe.clipNorm(),
                recipe.schedule(),
                recipe.warmupEpochs(),
                recipe.peakShare(),
                recipe.stepEpochs(),
                recipe.stepFactor(),
                recipe.average(),
                recipe.averageDecay(),
                recipe.averageEvery(),
                recipe.imageSize(),
                recipe.cropPadding(),
                recipe.paddingMode(),
                recipe.horizontalFlip(),
                recipe.alternatingFlip(),
                recipe.mean(),
                recipe.std(),
                recipe.validationShare(),
                recipe.evaluateEvery(),
                recipe.testAugmentation(),
                recipe.precision()),
            spec.limits()),
        List.of());
  }

  /** Orders an attempt with limits and waits until it is trained. */
  void train(String trial, int attempt, Limits limits) {
    int before = trainer().assignments.size();
    scheduler.say(
        new WorkerMessage.Train(
            term,
            INCARNATION,
            SLOT,
            new TrialId(trial),
            attempt,
            Reports.aSpec(limits),
            List.of()));
    until(() -> assertThat(trainer().assignments).hasSize(before + 1));
  }

  /** Both clocks go on, a second at a time. */
  void passBoth(int seconds) {
    for (int second = 0; second < seconds; second++) {
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      pass(1);
    }
  }

  /** Orders an attempt and waits until it is trained. */
  void train(String trial, int attempt) {
    int before = trainer().assignments.size();
    order(trial, attempt);
    until(() -> assertThat(trainer().assignments).hasSize(before + 1));
  }

  void limit(String trial, int attempt, Limits limits) {
    scheduler.say(new WorkerMessage.Limit(term, INCARNATION, new TrialId(trial), attempt, limits));
  }

  void stop(String trial, int attempt, Outcome why) {
    scheduler.say(new WorkerMessage.Stop(term, INCARNATION, new TrialId(trial), attempt, why));
  }

  void answer(String trial, int attempt, long sequence, Verdict verdict, long next) {
    scheduler.say(
        new WorkerMessage.Answer(term, new TrialId(trial), attempt, sequence, verdict, next));
  }

  void accept(String trial, int attempt, long sequence) {
    answer(trial, attempt, sequence, Verdict.ACCEPTED, sequence + 1);
  }

  void untilDelivered(String trial, Long... sequences) {
    until(() -> assertThat(scheduler.delivered(trial)).containsExactly(sequences));
  }

  Report lastReport(String trial) {
    return scheduler.heard(SchedulerMessage.Deliver.class).stream()
        .map(SchedulerMessage.Deliver::report)
        .filter(report -> report.trial().equals(new TrialId(trial)))
        .toList()
        .getLast();
  }

  /** How often the worker said that an attempt is on none of its slots. */
  long freed(String trial, int attempt) {
    return scheduler.heard(SchedulerMessage.Freed.class).stream()
        .filter(freed -> freed.trial().equals(new TrialId(trial)) && freed.attempt() == attempt)
        .count();
  }

  TestProbe<Done> closes() {
    TestProbe<Done> probe = testKit.createTestProbe(Done.class);
    worker.tell(new WorkerActor.Close(probe.getRef()));
    return probe;
  }

  static void until(ThrowingRunnable holds) {
    await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(10)).untilAsserted(holds);
  }

  @Override
  public void close() {
    testKit.shutdownTestKit();
    spool.close();
  }
}
