import assert from 'node:assert/strict';
import {test} from 'node:test';
import * as format from '../../main/resources/web/format.js';
import {speak} from '../../main/resources/web/words.js';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const at = seconds => new Date(NOW + 1000 * seconds).toISOString();

speak('en', ['en-GB']);

test('what is unknown is a dash, and what is no number says so', () => {
  for (const write of [format.percent, format.loss, format.count, format.millions, format.seconds]) {
    for (const nothing of [undefined, null, '']) assert.equal(write(nothing), '–');
  }
  assert.equal(format.bytes(0), '–');
  assert.equal(format.percent('NaN'), 'NaN');
  assert.equal(format.loss('Infinity'), 'Infinity');
});

test('numbers are rounded to what one can read', () => {
  assert.equal(format.percent(0.82459), '82.46');
  assert.equal(format.loss(0.12345), '0.123');
  assert.equal(format.count(11_181_642), '11,181,642');
  assert.deepEqual([999, 1500, 11_181_642, 402_900_000_000].map(format.millions), [
    '999',
    '1.5 k',
    '11.2 M',
    '402.90 G',
  ]);
  assert.deepEqual([1.72, 99.94, 100, 12_345.6].map(format.seconds), ['1.7', '99.9', '100', '12,346']);
  assert.deepEqual([1, 300 * 2 ** 20, 3 * 2 ** 29].map(format.bytes), ['1 MiB', '300 MiB', '1.5 GiB']);
});

test('ages and waits are told in their largest unit', () => {
  assert.deepEqual(
    [0, -59, -60, -7200, -86400 * 3].map(seconds => format.age(at(seconds), NOW)),
    ['0 s ago', '59 s ago', '1 min ago', '2 h ago', '3 d ago'],
  );
  assert.equal(format.age(at(30), NOW), '0 s ago');
  assert.deepEqual(
    [-5, 89, 91, 5400, 172800].map(seconds => format.until(at(seconds), NOW)),
    ['0 s', '89 s', '2 min', '1.5 h', '2.0 d'],
  );
});

test('what is expected is a span, a time, or has no end', () => {
  assert.equal(format.expected({earliest: at(60), latest: at(600)}, NOW), 'in 60 s to 10 min');
  assert.equal(format.expected({earliest: at(600), latest: at(601)}, NOW), 'in 10 min');
  assert.equal(format.expected({earliest: at(600), latest: null}, NOW), 'in 10 min at the earliest');
});

test('what is done before training is told with what is left of it', () => {
  assert.equal(format.doing({doing: ''}), '');
  assert.equal(format.doing({doing: 'waits for memory', steps: 0}), 'waits for memory');
  assert.equal(format.doing({doing: 'decoding', step: 12_300, steps: 25_000}), 'decoding 12,300 of 25,000 images');
  assert.equal(format.share({epoch: 1, epochs: 4}), 25);
  assert.equal(format.share({epoch: 1, epochs: 4, progress: 30.5}), 30.5);
});
