package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.Seeds;
import podium.engine.state.Legality;
import podium.engine.state.Memory;
import podium.engine.state.Trial;
import podium.protocol.codec.PlainCodec;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.OnMemory;
import podium.protocol.id.TrialId;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** Trials that run out of memory, and go on with fewer images at a time. */
final class ShrinkingTest {
  private static final TrialId TRIAL = new TrialId("e-1.1");
  private final Given given = new Given();

  private static ExperimentSpec spec(String name, int batch) {
    return Given.batch(Given.spec(name, 0, "resnet18"), batch).with(OnMemory.SHRINK);
  }

  private void shrinking(int batch) {
    given.submit(spec("e", batch));
    given.worker("w", "i", "cpu:0");
  }

  private Event.TrialPlaced placed() {
    return given.last(Event.TrialPlaced.class);
  }

  private void ends(Outcome outcome) {
    String trial = placed().trial().value();
    int attempt = placed().attempt();
    long next = given.state.trial(placed().trial()).orElseThrow().lastSequence(attempt) + 1;
    given.report("w", "i", Given.ended(trial, attempt, next, outcome));
  }

  private void trains(int epoch) {
    String trial = placed().trial().value();
    int attempt = placed().attempt();
    given.report("w", "i", Given.resumed(trial, attempt, epoch - 1));
    given.report("w", "i", Given.epoch(trial, attempt, 2, epoch));
  }

  private void runsOut() {
    ends(Outcome.FAILED_OOM);
  }

  private Trial trial() {
    return given.state.trial(TRIAL).orElseThrow();
  }

  private void restored() {
    byte[] kept = PlainCodec.encode(Memory.of(given.state));
    assertThat(PlainCodec.decode(kept, Memory.class).restored().snapshot())
        .isEqualTo(given.state.snapshot());
  }

  @Test
  void outOfMemory_halvesThePartsUntilASingleImageIsTooMuch() {
    shrinking(100);
    assertThat(placed().microBatch()).as("as its recipe says").isEmpty();
    for (int part : List.of(50, 25, 10, 5, 2, 1)) {
      runsOut();
      assertThat(placed().microBatch()).contains(part);
      assertThat(given.state.order(TRIAL).orElseThrow().message(1))
          .isInstanceOfSatisfying(
              WorkerMessage.Train.class,
              train -> {
                assertThat(train.spec().recipe().microBatch()).isEqualTo(part);
                assertThat(train.spec().recipe().batchSize()).isEqualTo(100);
              });
    }
    assertThat(trial().codeFailures()).isZero();
    assertThat(trial().fruitless()).isZero();
    runsOut();
    Event.TrialEnded ended = given.last(Event.TrialEnded.class);
    assertThat(ended.status()).isEqualTo(TrialStatus.FAILED);
    assertThat(ended.reason().told()).contains("a single image at a time needs that much");
  }

  @Test
  void outOfMemory_isToldWithWhatComesNextAndWaitsForNothing() {
    shrinking(8);
    runsOut();
    Event.TrialRequeued again = given.last(Event.TrialRequeued.class);
    assertThat(again.notBefore()).isEmpty();
    assertThat(again.reason().told())
        .isEqualTo(
            "FAILED_OOM: message; goes on with at most 4 images at a time, in batches of the same"
                + " size");
    runsOut();
    runsOut();
    assertThat(given.last(Event.TrialRequeued.class).reason().told())
        .endsWith("; goes on with a single image at a time, in batches of the same size");
  }

  @Test
  void outOfMemory_whereNobodyWantsItSmaller_costsTheBudget() {
    given.submit(Given.batch(Given.spec("e", 0, "resnet18"), 8));
    given.worker("w", "i", "cpu:0");
    runsOut();
    assertThat(given.last(Event.TrialRequeued.class).reason())
        .isInstanceOf(Reason.AttemptOver.class);
    given.after(Duration.ofMinutes(1));
    assertThat(placed().attempt()).isEqualTo(2);
    assertThat(placed().microBatch()).isEmpty();
    assertThat(trial().codeFailures()).isOne();
  }

  @Test
  void laterAttempts_forOtherReasons_keepTheParts() {
    shrinking(8);
    runsOut();
    ends(Outcome.FAILED_CODE);
    given.after(Duration.ofMinutes(1));
    assertThat(placed().attempt()).isEqualTo(3);
    assertThat(placed().microBatch()).contains(4);
    assertThat(trial().codeFailures()).isOne();
  }

  @Test
  void trialThatTrained_goesOnWithTheSamePartsWhateverOthersCameTo() {
    shrinking(8);
    trains(1);
    given.act(new Action.Pause("e-1", true));
    ends(Outcome.PREEMPTED);
    given.submit(spec("f", 8));
    runsOut();
    runsOut();
    given.act(new Action.Pause("f-1", true));
    ends(Outcome.PREEMPTED);
    given.act(new Action.Resume("e-1"));
    assertThat(placed().trial()).isEqualTo(TRIAL);
    assertThat(placed().microBatch()).as("as epoch 1 was computed").isEmpty();
    runsOut();
    assertThat(placed().microBatch()).contains(4);
  }

  @Test
  void pausedTrial_thatRanOutOfMemory_goesOnSmallerOnceItIsResumed() {
    shrinking(8);
    given.act(new Action.Pause("e-1", false));
    runsOut();
    assertThat(given.last(Event.TrialPaused.class).reason()).isInstanceOf(Reason.TooLarge.class);
    restored();
    given.act(new Action.Resume("e-1"));
    assertThat(placed().microBatch()).contains(4);
  }

  @Test
  void cancelledTrial_thatRunsOutOfMemory_isCancelled() {
    shrinking(8);
    given.cancel("e-1");
    runsOut();
    assertThat(given.last(Event.TrialEnded.class).status()).isEqualTo(TrialStatus.CANCELLED);
  }

  @Test
  void nextOneLikeIt_beginsWithWhatIsLessOnSuchADevice() {
    shrinking(8);
    runsOut();
    ends(Outcome.DIVERGED);
    given.submit(spec("f", 8));
    assertThat(placed().trial()).isEqualTo(new TrialId("f-1.1"));
    assertThat(placed().microBatch()).contains(4);
    restored();
    ends(Outcome.DIVERGED);
    given.submit(spec("g", 16));
    assertThat(placed().microBatch()).as("another batch").isEmpty();
    ends(Outcome.DIVERGED);
    given.submit(Given.batch(Given.spec("h", 0, "resnet18"), 8));
    assertThat(placed().microBatch()).as("not asked for").isEmpty();
    given.worker("v", "j", "cuda:0");
    given.submit(spec("k", 8));
    assertThat(placed().lead().slot()).isEqualTo("cuda:0");
    assertThat(placed().microBatch()).as("another device").isEmpty();
  }

  @Test
  void epochWithAsMany_showsThatTheyFit() {
    shrinking(8);
    runsOut();
    ends(Outcome.DIVERGED);
    given.submit(Given.batch(Given.spec("f", 0, "resnet18"), 8));
    trains(1);
    ends(Outcome.DIVERGED);
    given.submit(spec("g", 8));
    assertThat(placed().microBatch()).isEmpty();
  }

  @Test
  void retry_looksAtWhatWasTooMuchLikeAnyOther() {
    shrinking(2);
    runsOut();
    trains(1);
    given.act(new Action.Cancel("e-1"));
    ends(Outcome.CANCELLED);
    given.act(new Action.Retry("e-1", false));
    assertThat(placed().attempt()).isEqualTo(3);
    assertThat(placed().microBatch()).contains(1);
  }

  @Test
  void parts_thatAreNoneOfTheBatch_areRefused() {
    given.submit(spec("e", 100));
    Event.TrialPlaced legal =
        new Event.TrialPlaced(
            TRIAL, 1, List.of(new Grant("w", "i", "cpu:0")), List.of(), new Reason.FirstInOrder(0));
    for (int images : List.of(-1, 0, 30, 100, 200)) {
      assertThat(Legality.against(given.state, with(legal, images)))
          .as("%d", images)
          .hasValueSatisfying(
              why -> assertThat(why).contains("does not compute its batches of 100 images"));
    }
    assertThat(Legality.against(given.state, with(legal, 50)).orElse("")).doesNotContain("batches");
  }

  private static Event.TrialPlaced with(Event.TrialPlaced it, int images) {
    return new Event.TrialPlaced(
        it.trial(), it.attempt(), it.grants(), it.checkpoints(), it.reason(), Optional.of(images));
  }

  @Test
  void anyBatchAndMemory_everyTrialComesToTheMostThatFitsByHalving() {
    Seeds.upTo(300, ShrinkingTest::comesToWhatFits);
  }

  private static void comesToWhatFits(RandomGenerator random) {
    ShrinkingTest it = new ShrinkingTest();
    int batch = random.nextInt(1, 200);
    List<Integer> divisors = divisors(batch);
    int part = divisors.get(random.nextInt(divisors.size()));
    int fits = random.nextInt(0, batch + 1);
    it.given.worker("w", "i", "cpu:0");
    for (String name : List.of("e", "f")) {
      it.given.submit(Given.inParts(spec(name, batch), part));
      List<Integer> tried = new ArrayList<>();
      while (it.trained(name, part, fits, tried)) {}
      assertThat(tried).allMatch(images -> batch % images == 0);
      for (int i = 1; i < tried.size(); i++) {
        assertThat(tried.get(i)).isBetween(1, tried.get(i - 1) / 2);
      }
      int last = tried.getLast();
      assertThat(fits == 0 ? last == 1 : last <= fits).isTrue();
      assertThat(tried.subList(0, tried.size() - 1)).allMatch(images -> images > fits);
      // why: the second one knows what was too much for the first
      assertThat(name.equals("f") && fits > 0 ? tried.size() : 1).isOne();
    }
  }

  /** Whether the trial of that experiment goes on after it was out of memory. */
  private boolean trained(String name, int part, int fits, List<Integer> tried) {
    assertThat(placed().trial().experiment().value()).isEqualTo(name + "-1");
    int images = placed().microBatch().orElse(part);
    tried.add(images);
    if (images <= fits) {
      ends(Outcome.DIVERGED);
      return false;
    }
    runsOut();
    return images > 1;
  }

  private static List<Integer> divisors(int of) {
    return IntStream.rangeClosed(1, of).filter(it -> of % it == 0).boxed().toList();
  }
}
