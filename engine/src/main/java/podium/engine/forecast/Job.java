package podium.engine.forecast;

import podium.engine.placement.Work;

/**
 * Work on its way through a look ahead. Times are milliseconds from its beginning. Not thread-safe.
 */
public final class Job implements Work {
  /** Of a job that never starts, or never ends, as far as is known. */
  public static final double NEVER = Double.POSITIVE_INFINITY;

  private final String owner;
  private final int priority;
  private final long accepted;
  private final int slots;
  private final double arrival;
  private final double remaining;
  private final Line line;
  private final Owners owners;

  private double duration;
  private double start = NEVER;
  private double end = NEVER;

  /** Where it has its slots; negative where nobody gets them after it. */
  int pool = -1;

  /**
   * A job.
   *
   * @param arrival from when on it may have slots; 0 or earlier of one that has some
   * @param remaining seconds of work, as the rule of placement knows them
   * @param line in which it stands
   */
  public Job(
      String owner,
      int priority,
      long accepted,
      int slots,
      double arrival,
      double remaining,
      Line line,
      Owners owners) {
    this.owner = owner;
    this.priority = priority;
    this.accepted = accepted;
    this.slots = slots;
    this.arrival = arrival;
    this.remaining = remaining;
    this.line = line;
    this.owners = owners;
  }

  /** It will have its slots for that long, or go on having them. */
  public void lasts(double millis) {
    duration = millis;
    start = NEVER;
    end = NEVER;
  }

  /** When it got its slots; {@link #NEVER} where it did not. */
  public double start() {
    return start;
  }

  /** When it was over; {@link #NEVER} where that is not known. */
  public double end() {
    return end;
  }

  /** From when on it may have slots. */
  public double arrival() {
    return arrival;
  }

  Line line() {
    return line;
  }

  String owner() {
    return owner;
  }

  void begins(double at) {
    start = at;
    end = at + duration;
  }

  @Override
  public int priority() {
    return priority;
  }

  @Override
  public long accepted() {
    return accepted;
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public double remaining() {
    return remaining;
  }

  @Override
  public double attended() {
    return 0;
  }

  @Override
  public double usage() {
    return owners.usage(owner);
  }
}
