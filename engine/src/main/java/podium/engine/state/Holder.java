package podium.engine.state;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where an attempt is bound: slots of one incarnation of a worker.
 *
 * @param slot that leads
 * @param beside the others, which are lent to it
 */
public record Holder(String worker, String incarnation, String slot, List<String> beside) {
  public Holder {
    beside = List.copyOf(beside);
  }

  /** Whether that incarnation of that worker holds it. */
  public boolean is(String itsWorker, String itsIncarnation) {
    return worker.equals(itsWorker) && incarnation.equals(itsIncarnation);
  }

  /** All its slots, the one that leads first. */
  public Stream<String> slots() {
    return Stream.concat(Stream.of(slot), beside.stream());
  }
}
