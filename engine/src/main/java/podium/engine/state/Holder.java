package podium.engine.state;

/** Where an attempt is bound: a slot of one incarnation of a worker. */
public record Holder(String worker, String incarnation, String slot) {
  /** Whether that incarnation of that worker holds it. */
  public boolean is(String itsWorker, String itsIncarnation) {
    return worker.equals(itsWorker) && incarnation.equals(itsIncarnation);
  }
}
