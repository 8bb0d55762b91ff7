package podium.cli.view;

import java.time.Instant;
import java.util.List;
import podium.protocol.experiment.ExperimentSpec;

/** An accepted experiment. */
public record ExperimentRow(
    String experiment, ExperimentSpec spec, List<String> trials, Instant accepted) {}
