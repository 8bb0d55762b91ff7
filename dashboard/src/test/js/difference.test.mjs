import assert from 'node:assert/strict';
import {test} from 'node:test';
import {differences, front, valuesOf} from '../../main/resources/web/difference.js';

test('a trial has the recipe of its experiment, with its own values in their place', () => {
  const spec = {
    experiment: 'mine',
    dataset: 'cifar10',
    matrix: {model: ['a'], learningRate: [1, 2]},
    recipe: {learningRate: 0.5, epochs: 3},
    resources: {device: 'any', slots: 1},
  };
  const values = valuesOf({assignment: {learningRate: 2}, model: 'a', seed: 7, dataset: 'cifar10'}, spec);
  assert.equal(values.get('learningRate'), 2);
  assert.equal(values.get('epochs'), 3);
  assert.equal(values.get('resources.slots'), 1);
  assert.equal(values.get('seed'), 7);
  assert.equal(values.has('matrix'), false);
});

test('what all have alike is told from what differs, lists and absent values, too', () => {
  const found = differences([
    new Map(Object.entries({a: 1, mean: [1, 2], only: 5})),
    new Map(Object.entries({a: 2, mean: [1, 2]})),
  ]);
  assert.deepEqual(
    found.map(({name, same}) => [name, same]),
    [
      ['a', false],
      ['mean', true],
      ['only', false],
    ],
  );
});

test('the front is of those that nothing beats', () => {
  const points = [
    {cost: 1, gain: 5},
    {cost: 2, gain: 4},
    {cost: 2, gain: 7},
    {cost: 3, gain: 7},
    {cost: 4, gain: 9},
    {cost: NaN, gain: 99},
  ];
  assert.deepEqual(
    front(
      points,
      point => point.cost,
      point => point.gain,
    ).map(point => [point.cost, point.gain]),
    [
      [1, 5],
      [2, 7],
      [4, 9],
    ],
  );
});

test('no point of a front is beaten by any point, whatever the points', () => {
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 200; round++) {
    const points = Array.from({length: 12}, () => ({cost: Math.floor(5 * random()), gain: Math.floor(5 * random())}));
    const found = front(
      points,
      point => point.cost,
      point => point.gain,
    );
    const beats = (one, other) =>
      one.cost <= other.cost && one.gain >= other.gain && (one.cost < other.cost || one.gain > other.gain);
    for (const point of found) assert.ok(!points.some(other => beats(other, point)));
    for (const point of points) {
      assert.ok(found.some(best => beats(best, point) || (best.cost === point.cost && best.gain === point.gain)));
    }
  }
});
