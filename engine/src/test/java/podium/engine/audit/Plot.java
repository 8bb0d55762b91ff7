package podium.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import podium.engine.Given;
import podium.engine.decide.Command;
import podium.protocol.event.Event;
import podium.protocol.event.Event.TrialPlaced;
import podium.protocol.event.Grant;
import podium.protocol.event.Reason;
import podium.protocol.event.Source;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.report.Start;

/** A log in which a violation is planted, and the facts that spoil it. */
final class Plot {
  static final TrialId TRIAL = new TrialId("e-1.1");
  static final Duration LATER = Duration.ofSeconds(2);

  final Given given = new Given();
  final Honest honest = new Honest(given);

  /** A trial that trained one epoch on worker a, one that waits, and a key. */
  void begin() {
    given.fold(Honest.term(2, 2, 5));
    given.workerAt("x", "a", "a1", "cpu:0");
    given.submit(Honest.spec("e", Optional.of("k"), 0, "resnet18", "vgg16"));
    honest.starts(TRIAL.value());
    honest.trains(TRIAL.value());
  }

  /** Its attempt ends, and it is placed again. */
  void again(Outcome outcome) {
    given.cancel("e-1.2");
    honest.ends(TRIAL.value(), outcome);
    given.after(Duration.ofSeconds(30));
  }

  void lost() {
    given.when(new Command.Silence("a", "a1", Duration.ofSeconds(9)));
  }

  Ledger legal() {
    assertThat(Ledger.of(given).violations()).as("before anything is planted").isEmpty();
    return Ledger.of(given);
  }

  static Source source(long offset) {
    return new Source("podium.requests", 0, offset);
  }

  static Event rejected(long offset) {
    return new Event.RequestRejected(source(offset), List.of("no"), "", 0, "");
  }

  static TrialPlaced placed(String trial, int attempt, String worker, String slot) {
    return new TrialPlaced(
        new TrialId(trial),
        attempt,
        new Grant(worker, worker + "1", slot),
        List.of(),
        new Reason.FirstInOrder(0));
  }

  static TrialPlaced from(TrialPlaced it, CheckpointRef... checkpoints) {
    return from(it, List.of(checkpoints));
  }

  static TrialPlaced from(TrialPlaced it, List<CheckpointRef> checkpoints) {
    return new TrialPlaced(
        it.trial(), it.attempt(), it.grants(), checkpoints, it.reason(), it.microBatch());
  }

  /** The same with so many images at a time. */
  static TrialPlaced inParts(TrialPlaced it, Optional<Integer> images) {
    return new TrialPlaced(
        it.trial(), it.attempt(), it.grants(), it.checkpoints(), it.reason(), images);
  }

  static TrialPlaced on(TrialPlaced it, String worker, String slot) {
    return new TrialPlaced(
        it.trial(),
        it.attempt(),
        new Grant(worker, worker + "1", slot),
        it.checkpoints(),
        it.reason());
  }

  static Event.TrialStarted started(Event.TrialStarted it, int from) {
    Start its = it.start();
    return new Event.TrialStarted(
        it.trial(),
        it.attempt(),
        it.sequence(),
        new Start(
            its.device(),
            its.parameters(),
            its.multiplyAdds(),
            its.imageSize(),
            its.classes(),
            its.trainImages(),
            its.testImages(),
            from,
            its.data()));
  }

  static Event epoch(int attempt, long sequence, int epoch) {
    EpochResult result =
        ((Report.Epoch) Given.epoch(TRIAL.value(), attempt, sequence, epoch)).result();
    return new Event.EpochCompleted(TRIAL, attempt, sequence, result);
  }
}
