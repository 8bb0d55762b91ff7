package podium.workers.actor;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import podium.protocol.experiment.Limits;
import podium.protocol.report.Outcome;
import podium.workers.Reports;
import podium.workers.domain.Assignment;
import podium.workers.domain.Trainer;
import podium.workers.domain.TrainerEvent;

/** A trainer whose events come when the test says so. */
final class ScriptedTrainer implements Trainer {
  final List<Assignment> assignments = new CopyOnWriteArrayList<>();
  final List<Outcome> stops = new CopyOnWriteArrayList<>();
  final List<Limits> limits = new CopyOnWriteArrayList<>();
  volatile boolean deafToStop;
  volatile boolean closed;

  /** How an attempt ends whose trainer is closed; it crashes where this is SUCCEEDED. */
  volatile Outcome endsOnClose = Outcome.SUCCEEDED;

  private final BlockingQueue<Runnable> script = new LinkedBlockingQueue<>();
  private volatile boolean training;
  private volatile boolean ended;
  private volatile Consumer<TrainerEvent> events = event -> {};

  @Override
  public void train(Assignment assignment, Consumer<TrainerEvent> into) {
    events = into;
    ended = false;
    training = true;
    assignments.add(assignment);
    try {
      while (!ended) {
        script.take().run();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    } finally {
      training = false;
      script.clear();
    }
  }

  @Override
  public void limit(Limits to) {
    limits.add(to);
  }

  @Override
  public void stop(Outcome why) {
    stops.add(why);
    if (training && !deafToStop) {
      ends(why);
    }
  }

  @Override
  public void close() {
    closed = true;
    if (endsOnClose == Outcome.SUCCEEDED) {
      crashes();
    } else {
      ends(endsOnClose);
    }
  }

  void begins() {
    tells(Reports.begins());
  }

  void completes(int epoch) {
    tells(new TrainerEvent.EpochCompleted(Reports.anEpoch(epoch)));
  }

  void tells(TrainerEvent event) {
    script.add(() -> events.accept(event));
  }

  void ends(Outcome outcome) {
    script.add(
        () -> {
          if (!ended) {
            events.accept(new TrainerEvent.Ended(outcome, ""));
            ended = true;
          }
        });
  }

  void returnsSilently() {
    script.add(() -> ended = true);
  }

  void crashes() {
    script.add(
        () -> {
          throw new IllegalStateException("the process died");
        });
  }
}
