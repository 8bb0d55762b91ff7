package podium.engine.state;

import podium.protocol.experiment.Device;

/**
 * What a trial needs of slots; trials of one shape are alike to placement.
 *
 * @param slots how many it needs together
 * @param home of its newest checkpoint; empty when any worker will do
 */
public record Shape(
    Device device, int slots, String model, String dataset, String pretrained, String home) {
  /** The same with another home. */
  public Shape at(String otherHome) {
    return new Shape(device, slots, model, dataset, pretrained, otherHome);
  }

  /** What the trial needs. */
  public static Shape of(Trial trial) {
    return new Shape(
        trial.experiment.spec().resources().sort(),
        trial.experiment.spec().resources().slots(),
        trial.model(),
        trial.experiment.spec().dataset(),
        trial.experiment.spec().pretrained(),
        trial.checkpoints.home());
  }
}
