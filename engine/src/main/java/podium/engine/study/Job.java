package podium.engine.study;

import java.util.Map;
import podium.engine.placement.Work;

/** A job on its way through a study. Not thread-safe. */
final class Job implements Work {
  private static final int[] NOTHING = {};

  private final TraceJob trace;
  private final int number;
  private final double startUp;
  private final Map<String, Double> had;

  private double iterations;
  private double served;
  private double owed;
  private int[] taken = NOTHING;

  /** Place in the line of those that are there. */
  long place;

  /** Attended service at which it goes down a class. */
  double limit;

  boolean running;

  /** When it ends, as far as is foreseen; while it runs. */
  double end;

  /**
   * A job that has not been there yet.
   *
   * @param number its place in the order of submission
   * @param had by owner, what it had until now
   */
  Job(TraceJob trace, int number, Map<String, Double> had) {
    this.trace = trace;
    this.number = number;
    this.had = had;
    this.startUp = StartUp.seconds(trace.model(), trace.slots());
    this.iterations = trace.iterations();
    this.place = number;
  }

  TraceJob trace() {
    return trace;
  }

  int number() {
    return number;
  }

  /** Seconds in which it had slots. */
  double served() {
    return served;
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public long accepted() {
    return place;
  }

  @Override
  public int slots() {
    return trace.slots();
  }

  @Override
  public double remaining() {
    return iterations * trace.secondsAnIteration();
  }

  @Override
  public double attended() {
    return served * slots();
  }

  @Override
  public double usage() {
    return had.getOrDefault(owner(), 0.0);
  }

  /** Who it is for: nobody is named in a trace, so whoever trains that model. */
  String owner() {
    return trace.model();
  }

  /** How many slots of each node it has. */
  int[] taken() {
    return taken;
  }

  void start(int[] slots) {
    running = true;
    taken = slots;
    owed = startUp;
  }

  void stop() {
    running = false;
    taken = NOTHING;
  }

  /** It had its slots from one time to another. */
  void goOn(double since, double now, Overhead overhead) {
    served = served + now - since;
    double lost =
        switch (overhead) {
          case START -> owed;
          case EVERY_EVENT -> startUp;
        };
    iterations -= Math.max(now - since - lost, 0) / trace.secondsAnIteration();
    owed = Math.max(owed - (now - since), 0);
  }

  /** Foresees its end. */
  void foresee(double now, Overhead overhead) {
    end =
        switch (overhead) {
          case START -> now + owed + remaining();
          case EVERY_EVENT -> now + remaining();
        };
  }
}
