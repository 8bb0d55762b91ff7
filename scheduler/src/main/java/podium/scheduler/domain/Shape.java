package podium.scheduler.domain;

import podium.protocol.experiment.Device;

/** What a trial needs of a slot; trials of one shape are alike to placement. */
record Shape(Device device, String model, String dataset, String pretrained) {
  static Shape of(Trial trial) {
    return new Shape(
        trial.experiment.spec().resources().device(),
        trial.model(),
        trial.experiment.spec().dataset(),
        trial.experiment.spec().pretrained());
  }
}
