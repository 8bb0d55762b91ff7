package podium.protocol.experiment;

/** One concrete assignment of the matrix: all that a trainer needs to know. */
public record TrialSpec(
    String model, long seed, String dataset, String pretrained, Recipe recipe, Limits limits) {}
