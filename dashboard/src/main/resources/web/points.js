// Epochs as the points of a curve.

/** Points with the seconds of training up to each. */
export function timed(points) {
  let at = 0;
  return points.map(point => ({...point, at: (at += point.seconds)}));
}

/** The points of a trial's own page: of the epochs that count. */
export const counting = epochRows =>
  timed(
    epochRows
      .filter(epoch => !epoch.superseded)
      .map(epoch => ({
        epoch: epoch.epoch,
        seconds: epoch.seconds,
        trainLoss: epoch.train.loss,
        trainAccuracy: epoch.trainAccuracy,
        testLoss: epoch.test?.loss,
        testAccuracy: epoch.testAccuracy,
        validationLoss: epoch.validation?.loss,
        validationAccuracy: epoch.validationAccuracy,
      })),
  );
