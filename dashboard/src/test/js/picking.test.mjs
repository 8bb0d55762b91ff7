import assert from 'node:assert/strict';
import {test} from 'node:test';
import {between, Picked} from '../../main/resources/web/picking.js';

const ids = ['a', 'b', 'c', 'd'];

test('a range is from one to the other, in whichever order they were picked', () => {
  assert.deepEqual(between(ids, 'b', 'd'), ['b', 'c', 'd']);
  assert.deepEqual(between(ids, 'd', 'b'), ['b', 'c', 'd']);
  assert.deepEqual(between(ids, 'gone', 'c'), ['c']);
});

test('trials stay picked, and only those that changed are told', () => {
  const told = [];
  const picked = new Picked(['a'], changed => told.push(changed));
  picked.turn('b', true);
  picked.turn('d', true, {range: true, ids});
  assert.deepEqual(picked.all(), ['a', 'b', 'c', 'd']);
  picked.set(['a', 'x'], false);
  picked.set(['b'], true);
  assert.deepEqual(told, [['b'], ['c', 'd'], ['a']]);
  assert.equal(picked.has('a'), false);
});
