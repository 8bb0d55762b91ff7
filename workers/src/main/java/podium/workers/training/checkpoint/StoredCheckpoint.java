package podium.workers.training.checkpoint;

import java.nio.file.Path;
import java.util.Comparator;
import podium.protocol.id.AttemptId;
import podium.protocol.id.TrialId;
import podium.protocol.report.AttemptFiles;

/** A checkpoint that lies in the home: TRIAL/ATTEMPT/epoch-N.safetensors. */
public record StoredCheckpoint(int attempt, int epoch, Path file) {
  /** Later epochs last; of one epoch, later attempts last. */
  static final Comparator<StoredCheckpoint> ORDER =
      Comparator.comparingInt(StoredCheckpoint::epoch).thenComparingInt(StoredCheckpoint::attempt);

  /** Its path below the home, with {@code /}. */
  static String path(TrialId trial, int attempt, int epoch) {
    return AttemptFiles.checkpoint(new AttemptId(trial, attempt), epoch);
  }
}
