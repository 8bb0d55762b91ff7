package podium.cli.view;

import java.util.ArrayList;
import java.util.List;
import podium.engine.audit.Diagnosis;

/** The requests topic beside what the log says of it. Confined to one thread. */
public final class DoctorRequests {
  private static final int MOST = 10;

  private final Diagnosis diagnosis;
  private final List<String> places = new ArrayList<>();
  private long there;
  private long lacking;
  private long waiting;

  public DoctorRequests(Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
  }

  /** A request stands there. */
  public void take(int partition, long offset) {
    there++;
    if (diagnosis.waits(partition, offset)) {
      waiting++;
    } else if (diagnosis.lacksFact(partition, offset)) {
      lacking++;
      if (places.size() < MOST) {
        places.add("partition %d offset %d".formatted(partition, offset));
      }
    }
  }

  /** Requests that were passed over. */
  long lacking() {
    return lacking;
  }

  /** All that stand there. */
  long there() {
    return there;
  }

  /** Those that no scheduler has come to yet. */
  long waiting() {
    return waiting;
  }

  /** In one line. */
  String line() {
    String where =
        lacking > places.size() ? String.join(", ", places) + ", ..." : String.join(", ", places);
    return "Requests: %d in the topic, %d not read yet, %d without a fact%s"
        .formatted(there, waiting, lacking, lacking == 0 ? "" : ": " + where);
  }
}
