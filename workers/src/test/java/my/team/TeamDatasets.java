package my.team;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetProvider;

/** Data sets of one's own that fail as they are read; outside of Podium's packages. */
public final class TeamDatasets implements DatasetProvider {
  @Override
  public List<DatasetDefinition> datasets() {
    return List.of(
        new DatasetDefinition("team-empty", surroundings -> first(List.of())),
        new DatasetDefinition(
            "team-offline",
            surroundings -> {
              throw new IllegalArgumentException(
                  new UncheckedIOException(new IOException("stale file handle")));
            }));
  }

  private static Dataset first(List<Dataset> found) {
    return found.iterator().next();
  }
}
