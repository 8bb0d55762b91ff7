package podium.protocol.experiment;

/**
 * One concrete assignment of the matrix: all that a trainer needs to know.
 *
 * @param model label of a {@link ModelChoice}
 */
public record TrialSpec(
    String model, long seed, String dataset, String pretrained, Recipe recipe, Limits limits) {
  /** The same with those limits of time. */
  public TrialSpec timedAs(Limits other) {
    return new TrialSpec(model, seed, dataset, pretrained, recipe, limits.timedAs(other));
  }

  /** The same with so many images computed at a time. */
  public TrialSpec inParts(int images) {
    return with(recipe.with("microBatch", (long) images));
  }

  /** The same with another recipe. */
  TrialSpec with(Recipe other) {
    return new TrialSpec(model, seed, dataset, pretrained, other, limits);
  }
}
