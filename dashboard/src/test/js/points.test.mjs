import assert from 'node:assert/strict';
import {test} from 'node:test';
import {counting, timed} from '../../main/resources/web/points.js';

test('a point stands at the seconds of training up to it', () => {
  assert.deepEqual(
    timed([{seconds: 2}, {seconds: 3}, {seconds: 0.5}]).map(point => point.at),
    [2, 5, 5.5],
  );
});

test('epochs that were trained again are no points, and their seconds do not count', () => {
  const epoch = (number, more) => ({
    epoch: number,
    seconds: 2,
    train: {loss: 1},
    trainAccuracy: 0.5,
    superseded: false,
    ...more,
  });
  const points = counting([
    epoch(1, {test: {loss: 0.9}, testAccuracy: 0.6}),
    epoch(2, {superseded: true}),
    epoch(2, {validation: {loss: 0.8}, validationAccuracy: 0.7}),
  ]);
  assert.deepEqual(
    points.map(point => [point.epoch, point.at]),
    [
      [1, 2],
      [2, 4],
    ],
  );
  assert.equal(points[0].testLoss, 0.9);
  assert.equal(points[0].validationLoss, undefined);
  assert.equal(points[1].validationAccuracy, 0.7);
});
