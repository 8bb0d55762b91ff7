package podium.cli.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.LogReader;
import podium.cli.view.LogView;
import podium.cli.view.TrialRow;
import podium.cli.view.TrialStory;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;

/** Looks a trial up in the event log; stateless. */
public final class TrialReader {
  private TrialReader() {}

  /**
   * What the log tells of a trial up to now.
   *
   * @throws UserErrorException when there is no such trial, or no Kafka
   */
  public static TrialStory read(KafkaSettings kafka, String trial) {
    try (LogReader log = LogReader.open(kafka)) {
      LogView view = new LogView();
      Map<Integer, String> places = new HashMap<>();
      Map<Integer, String> fingerprints = new HashMap<>();
      for (Entry entry : log.toEnd()) {
        view.apply(entry);
        if (entry.event() instanceof Event.TrialPlaced placed && placed.trial().equals(trial)) {
          places.put(placed.attempt(), placed.lead().worker() + " " + placed.lead().slot());
        }
        if (entry.event() instanceof Event.TrialStarted started
            && started.trial().equals(trial)
            && !started.start().data().fingerprint().isEmpty()) {
          fingerprints.put(started.attempt(), started.start().data().fingerprint());
        }
      }
      return view.trial(trial)
          .map(row -> new TrialStory(row, places, fingerprints))
          .orElseThrow(() -> unknown(view, trial));
    }
  }

  private static UserErrorException unknown(LogView view, String trial) {
    List<String> inside = view.trialsOf(trial).stream().map(TrialRow::trial).toList();
    return new UserErrorException(
        inside.isEmpty()
            ? "there is no trial %s in the log; ./podium status lists those there are"
                .formatted(trial)
            : "%s is an experiment; name one of its trials, %s to %s"
                .formatted(trial, inside.getFirst(), inside.getLast()));
  }
}
