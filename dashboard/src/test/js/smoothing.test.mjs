import assert from 'node:assert/strict';
import {test} from 'node:test';
import {band, inner, smooth} from '../../main/resources/web/smoothing.js';

const close = (found, wanted) => {
  assert.equal(found.length, wanted.length);
  found.forEach((value, index) => assert.ok(Math.abs(value - wanted[index]) < 1e-12, `${index}: ${value}`));
};

test('smoothing is the weighted mean of all values before, weights adding to one', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  for (const weight of [0.1, 0.6, 0.9, 0.99]) {
    const wanted = values.map((_, last) => {
      const weights = values.slice(0, last + 1).map((_, index) => weight ** (last - index));
      const sum = weights.reduce((all, each) => all + each, 0);
      return weights.reduce((all, each, index) => all + each * values[index], 0) / sum;
    });
    close(smooth(values, weight), wanted);
  }
});

test('the first value stays, a constant stays, and no weight changes nothing', () => {
  close(smooth([5, 6], 0.9), [5, (0.9 * 5 + 6) / 1.9]);
  close(smooth([2, 2, 2], 0.7), [2, 2, 2]);
  close(smooth([1, 5, 2], 0), [1, 5, 2]);
});

test('what is no number stays and counts for nothing', () => {
  const found = smooth([1, NaN, 3], 0.5);
  assert.ok(Number.isNaN(found[1]));
  close([found[0], found[2]], [1, (0.5 * 1 + 3) / 1.5]);
});

test('outliers lie outside the inner range, and few values have none', () => {
  const values = Array.from({length: 40}, (_, index) => index / 10);
  const [low, high] = inner([...values, 1e6, NaN]);
  assert.ok(low > -1 && high < 10, `${low} ${high}`);
  assert.equal(inner([1, 2, 1e6]), undefined);
  const [flatLow, flatHigh] = inner(Array(20).fill(0));
  assert.ok(flatLow < flatHigh);
});

test('a band is the mean and the deviation at each place that any has', () => {
  assert.deepEqual(
    band([
      [
        [1, 10],
        [2, 20],
      ],
      [[1, 14]],
    ]),
    [
      {x: 1, count: 2, mean: 12, low: 12 - Math.sqrt(8), high: 12 + Math.sqrt(8)},
      {x: 2, count: 1, mean: 20, low: 20, high: 20},
    ],
  );
});
