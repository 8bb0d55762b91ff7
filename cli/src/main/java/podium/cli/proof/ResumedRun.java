package podium.cli.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import podium.cli.config.Settings;
import podium.cli.error.UserErrorException;
import podium.cli.node.NodeSettings;
import podium.cli.node.Scratch;
import podium.cli.node.WorkerParts;
import podium.cli.view.Table;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.trainer.ProcessTrainer;

/**
 * A trial whose trainer process is killed as soon as an epoch's checkpoint is on disk, beside one
 * that is left alone: parameters, statistics, optimizer and counters after each epoch are the same
 * to the last bit.
 */
public final class ResumedRun implements Proof {
  private static final int EPOCHS = 3;
  private static final TrialSpec SPEC =
      new TrialSpec(
          "mobilenet_v2",
          7,
          "digits",
          "none",
          Recipe.of(
              Map.of(
                  "epochs",
                  (long) EPOCHS,
                  "batchSize",
                  32L,
                  "optimizer",
                  "adam",
                  "learningRate",
                  1e-3,
                  "cropPadding",
                  2L,
                  "horizontalFlip",
                  true,
                  "schedule",
                  "cosine")),
          Limits.ofImages(192));

  /** An epoch, and by which attempt it was trained. */
  record Trained(EpochResult result, int attempt) {
    int epoch() {
      return result.epoch();
    }

    String state() {
      return result.stateHash();
    }
  }

  @Override
  public String claim() {
    return "a trial whose trainer is killed again and again comes to the states of one that is"
        + " left alone, bit by bit";
  }

  @Override
  public Shown show() {
    // why: none is written to while the other reads, so one folder and one process serve both
    try (Scratch scratch = Scratch.at(Optional.empty());
        ProcessTrainer trainer = WorkerParts.trainer(settings(scratch), "cpu:0", 0)) {
      List<Trained> alone = trained(trainer, new TrialId("alone-1.1"), epoch -> false);
      return shown(alone, trained(trainer, new TrialId("killed-1.1"), epoch -> epoch < EPOCHS));
    }
  }

  private static NodeSettings settings(Scratch scratch) {
    try {
      Files.createDirectories(scratch.dir());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new NodeSettings(Settings.load(Optional.empty()).root()).withDataDir(scratch.dir());
  }

  /** Compares the epochs of both. */
  static Shown shown(List<Trained> alone, List<Trained> killed) {
    Table table = new Table(">epoch", "state, left alone", "state, killed", ">attempt");
    for (Trained one : killed) {
      String other = alone.get(one.epoch() - 1).state();
      table.row(one.epoch(), shortened(other), shortened(one.state()), one.attempt());
    }
    long resumed = killed.stream().mapToInt(Trained::attempt).distinct().count() - 1;
    boolean equal =
        killed.stream()
            .map(Trained::state)
            .toList()
            .equals(alone.stream().map(Trained::state).toList());
    return new Shown(
        equal && resumed > 0,
        table.lines(),
        String.format(
            Locale.ROOT,
            "%d of %d epochs have the same SHA-256, %d of them by a trainer that went on from a"
                + " checkpoint of a killed one",
            killed.stream()
                .filter(it -> alone.get(it.epoch() - 1).state().equals(it.state()))
                .count(),
            alone.size(),
            killed.stream().filter(it -> it.attempt() > 1).count()));
  }

  private static String shortened(String hash) {
    return hash.substring(0, Math.min(16, hash.length()));
  }

  /** All epochs of a trial; its process is killed after some of them, and another goes on. */
  private static List<Trained> trained(
      ProcessTrainer trainer, TrialId trial, IntPredicate killedAfter) {
    List<Trained> epochs = new ArrayList<>();
    for (int attempt = 1; epochs.size() < EPOCHS; attempt++) {
      Attempt one = new Attempt(trainer, attempt, killedAfter, epochs);
      trainer.train(
          new Assignment(
              trial,
              attempt,
              SPEC,
              epochs.reversed().stream().map(it -> it.result().checkpoint()).toList()),
          one::take);
      one.requireWanted();
    }
    return epochs;
  }

  /** Confined to the thread that trains. */
  private static final class Attempt {
    private final ProcessTrainer trainer;
    private final int number;
    private final IntPredicate killedAfter;
    private final List<Trained> epochs;
    private boolean killed;
    private Optional<TrainerEvent.Ended> end = Optional.empty();

    Attempt(ProcessTrainer trainer, int number, IntPredicate killedAfter, List<Trained> epochs) {
      this.trainer = trainer;
      this.number = number;
      this.killedAfter = killedAfter;
      this.epochs = epochs;
    }

    void take(TrainerEvent event) {
      switch (event) {
        case TrainerEvent.EpochCompleted completed -> {
          epochs.add(new Trained(completed.result(), number));
          if (!killed && killedAfter.test(completed.result().epoch())) {
            killed = true;
            trainer.processId().stream()
                .mapToObj(ProcessHandle::of)
                .flatMap(Optional::stream)
                .forEach(ProcessHandle::destroyForcibly);
          }
        }
        case TrainerEvent.Ended ended -> end = Optional.of(ended);
        case TrainerEvent.Preparing preparing -> {}
        case TrainerEvent.Started started -> {}
        case TrainerEvent.Progress progress -> {}
      }
    }

    /**
     * @throws UserErrorException when it ended neither well nor by the kill
     */
    void requireWanted() {
      end.filter(it -> !killed && it.outcome() != Outcome.SUCCEEDED)
          .ifPresent(
              it -> {
                throw new UserErrorException("the trial could not be trained: " + it.message());
              });
    }
  }
}
