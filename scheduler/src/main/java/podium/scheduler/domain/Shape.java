package podium.scheduler.domain;

import podium.protocol.experiment.Device;

/**
 * What a trial needs of a slot; trials of one shape are alike to placement.
 *
 * @param home of its newest checkpoint; empty when any worker will do
 */
record Shape(Device device, String model, String dataset, String pretrained, String home) {
  /** The same with another home. */
  Shape at(String otherHome) {
    return new Shape(device, model, dataset, pretrained, otherHome);
  }

  static Shape of(Trial trial) {
    return new Shape(
        trial.experiment.spec().resources().device(),
        trial.model(),
        trial.experiment.spec().dataset(),
        trial.experiment.spec().pretrained(),
        trial.checkpoints.home());
  }
}
