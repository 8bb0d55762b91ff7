package podium.cli.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The experiment that the demo publishes: experiments/digits-demo.yaml, shipped in the jar. */
public final class DemoExperiment {
  private static final String FILE = "/experiments/digits-demo.yaml";

  private DemoExperiment() {}

  /** The demo's request with {@code path=value} changes laid over it. */
  public static ExperimentFile file(List<String> changes) {
    try (InputStream file = DemoExperiment.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing from the jar");
      }
      return ExperimentFile.read(file.readAllBytes(), changes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
