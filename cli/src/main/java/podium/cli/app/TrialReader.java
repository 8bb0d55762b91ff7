package podium.cli.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.LogReader;
import podium.cli.view.LogView;
import podium.cli.view.Slots;
import podium.cli.view.TrialRow;
import podium.cli.view.TrialStory;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** Looks a trial up in the event log; stateless. */
public final class TrialReader {
  private TrialReader() {}

  /**
   * What the log tells of a trial up to now.
   *
   * @throws UserErrorException when there is no such trial, or no Kafka
   */
  public static TrialStory read(KafkaSettings kafka, String id) {
    Optional<TrialId> trial = TrialId.parse(id);
    try (LogReader log = LogReader.open(kafka)) {
      LogView view = new LogView();
      Map<Integer, String> places = new HashMap<>();
      Map<Integer, String> fingerprints = new HashMap<>();
      Map<Integer, Integer> microBatches = new HashMap<>();
      for (Entry entry : log.toEnd()) {
        view.apply(entry);
        if (entry.event() instanceof Event.TrialPlaced placed
            && trial.equals(Optional.of(placed.trial()))) {
          places.put(placed.attempt(), Slots.told(placed.grants()));
          placed.microBatch().ifPresent(images -> microBatches.put(placed.attempt(), images));
        }
        if (entry.event() instanceof Event.TrialStarted started
            && trial.equals(Optional.of(started.trial()))
            && !started.start().data().fingerprint().isEmpty()) {
          fingerprints.put(started.attempt(), started.start().data().fingerprint());
        }
      }
      return trial
          .flatMap(view::trial)
          .map(row -> new TrialStory(row, places, fingerprints, microBatches))
          .orElseThrow(() -> unknown(view, id));
    }
  }

  private static UserErrorException unknown(LogView view, String id) {
    List<TrialId> inside =
        ExperimentId.parse(id).stream()
            .flatMap(experiment -> view.trialsOf(experiment).stream())
            .map(TrialRow::trial)
            .toList();
    return new UserErrorException(
        inside.isEmpty()
            ? "there is no trial %s in the log; ./podium status lists those there are".formatted(id)
            : "%s is an experiment; name one of its trials, %s to %s"
                .formatted(id, inside.getFirst(), inside.getLast()));
  }
}
