package podium.cli.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import podium.cli.error.UserErrorException;
import podium.cli.view.TrialStory;
import podium.protocol.experiment.ModelChoice;
import podium.protocol.experiment.SpecFields;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.report.EpochResult;
import podium.workers.training.checkpoint.CheckpointFacts;
import podium.workers.training.checkpoint.ModelExport;
import podium.workers.training.model.Network;
import podium.workers.training.safetensors.SafetensorsException;

/** Takes a trained model away as one file; stateless. */
public final class Export {
  private Export() {}

  /**
   * Writes the model that an epoch of a trial came to.
   *
   * @param force whether a file of that name is replaced
   * @throws UserErrorException when the checkpoint is not here, or the file cannot be written
   */
  public static void write(
      TrialStory story, EpochResult epoch, Checkpoints checkpoints, Path target, boolean force) {
    if (Files.exists(target) && !force) {
      throw new UserErrorException(
          "%s is there already; replace it with --force".formatted(target));
    }
    if (Files.isDirectory(target)) {
      throw new UserErrorException("%s is a folder; name a file".formatted(target));
    }
    Path checkpoint = checkpoints.file(epoch.checkpoint());
    try {
      ModelExport.write(checkpoint, target, metadata(story, epoch, checkpoints));
    } catch (SafetensorsException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UserErrorException(
          "%s cannot be written (%s); name a file in a folder that is there".formatted(target, e),
          e);
    }
  }

  private static SortedMap<String, String> metadata(
      TrialStory story, EpochResult epoch, Checkpoints checkpoints) {
    TrialSpec spec = story.row().spec();
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put("format", "pt");
    metadata.put("trial", story.row().trial().value());
    metadata.put("epoch", Integer.toString(epoch.epoch()));
    metadata.put("model", spec.model());
    metadata.put("dataset", spec.dataset());
    metadata.put("pretrained", spec.pretrained());
    boolean transforms =
        !spec.pretrained().equals(SpecFields.NO_WEIGHTS)
            && Network.transformsInput(ModelChoice.of(spec.model()).name());
    metadata.put("transformInput", Boolean.toString(transforms));
    metadata.put("seed", Long.toString(spec.seed()));
    metadata.put("stateHash", epoch.stateHash());
    epoch.test().ifPresent(test -> metadata.put("testAccuracy", Double.toString(test.accuracy())));
    story.row().assignment().forEach((name, value) -> metadata.put("matrix." + name, "" + value));
    checkpoints.facts(epoch.epoch()).ifPresent(facts -> describe(facts, metadata));
    return metadata;
  }

  private static void describe(CheckpointFacts facts, SortedMap<String, String> metadata) {
    metadata.put("imageSize", Integer.toString(facts.imageSize()));
    metadata.put("mean", facts.mean().toString());
    metadata.put("std", facts.std().toString());
    metadata.put("classes", lines(facts.classes()));
    if (!facts.fingerprint().isEmpty()) {
      metadata.put("dataFingerprint", facts.fingerprint());
    }
    metadata.put("libtorch", facts.machine().libtorch());
    metadata.put("podium", facts.toJson());
  }

  // why: names of classes may have commas, but are names of folders and so have no line break
  private static String lines(List<String> classes) {
    return String.join("\n", classes);
  }
}
