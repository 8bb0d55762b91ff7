import assert from 'node:assert/strict';
import {test} from 'node:test';
import {AXES, boundaries, valid, csv, pointsOf, superseded, timed} from '../../main/resources/web/points.js';

const epoch = (number, attempt, more = {}) => ({
  epoch: number,
  attempt,
  seconds: 2,
  time: `2026-11-24T08:00:0${number + attempt}Z`,
  ...more,
});

test('each point knows the seconds, the slot-hours and the time of training up to it', () => {
  const points = timed([epoch(1, 1), epoch(2, 1)], {slot: 'cuda:0, cuda:1'});
  assert.deepEqual(points.map(AXES.seconds), [2, 4]);
  assert.deepEqual(points.map(AXES.slotHours), [4 / 3600, 8 / 3600]);
  assert.deepEqual(points.map(AXES.wall), [Date.parse('2026-11-24T08:00:02Z'), Date.parse('2026-11-24T08:00:03Z')]);
});

test('epochs that were trained again cost what counts, and stand beside what counts', () => {
  const points = timed([epoch(1, 1), epoch(2, 1, {superseded: true}), epoch(2, 2), epoch(3, 2)], {});
  assert.deepEqual(
    valid(points).map(point => [point.epoch, point.at]),
    [
      [1, 2],
      [2, 4],
      [3, 6],
    ],
  );
  assert.deepEqual(
    superseded(points).map(attempt => attempt.map(point => [point.epoch, point.attempt])),
    [[[2, 1]]],
  );
  assert.deepEqual(
    boundaries(points).map(point => point.epoch),
    [2],
  );
});

test('a fork begins where its first epoch is', () => {
  assert.deepEqual(timed([epoch(11, 1), epoch(12, 1)], {}).map(AXES.seconds), [2, 4]);
});

test("a trial's own epochs are points, those without a test, too", () => {
  const [point] = pointsOf([{epoch: 1, attempt: 1, seconds: 3, train: {loss: 2}, trainAccuracy: 0.1, time: 'x'}], {});
  assert.equal(point.trainLoss, 2);
  assert.equal(point.testLoss, undefined);
  assert.equal(point.at, 3);
});

test('a file of curves has every number in full, and quotes what must be', () => {
  const lines = csv([{trial: 'a,b', points: [epoch(1, 1, {testAccuracy: 0.123456789012345})]}]).split('\r\n');
  assert.equal(lines[0].split(',')[0], 'trial');
  assert.ok(lines[1].startsWith('"a,b",1,1,2026-11-24T08:00:02Z,2,'));
  assert.ok(lines[1].includes('0.123456789012345'));
  assert.equal(lines.length, 3);
});
