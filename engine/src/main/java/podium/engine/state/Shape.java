package podium.engine.state;

import podium.protocol.experiment.Device;

/**
 * What a trial needs of a slot; trials of one shape are alike to placement.
 *
 * @param home of its newest checkpoint; empty when any worker will do
 */
public record Shape(Device device, String model, String dataset, String pretrained, String home) {
  /** The same with another home. */
  public Shape at(String otherHome) {
    return new Shape(device, model, dataset, pretrained, otherHome);
  }

  /** What the trial needs. */
  public static Shape of(Trial trial) {
    return new Shape(
        trial.experiment.spec().resources().device(),
        trial.model(),
        trial.experiment.spec().dataset(),
        trial.experiment.spec().pretrained(),
        trial.checkpoints.home());
  }
}
