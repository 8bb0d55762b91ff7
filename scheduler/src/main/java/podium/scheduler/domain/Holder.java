package podium.scheduler.domain;

/** Where an attempt is bound: a slot of one incarnation of a worker. */
public record Holder(String worker, String incarnation, String slot) {
  boolean is(String itsWorker, String itsIncarnation) {
    return worker.equals(itsWorker) && incarnation.equals(itsIncarnation);
  }
}
