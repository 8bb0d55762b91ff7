import assert from 'node:assert/strict';
import {test} from 'node:test';
import {forget, keep, kept} from '../../main/resources/web/saved.js';

function storage(text = null) {
  let held = text;
  return {getItem: () => held, setItem: (_, value) => (held = value)};
}

test('views are kept by name, in order, and the latest of a name counts', () => {
  const here = storage();
  keep('losses', '/?sort=testLoss', here);
  keep('best of week 3', '/?filter=tag+%3D+week-3', here);
  keep('losses', '/?sort=trainLoss', here);
  assert.deepEqual(kept(here), [
    ['best of week 3', '/?filter=tag+%3D+week-3'],
    ['losses', '/?sort=trainLoss'],
  ]);
  forget('losses', here);
  assert.equal(kept(here).length, 1);
});

test('what somebody else wrote there leads nowhere', () => {
  for (const text of ['[', '{}', 'null', '[["a"]]', '[["a", "https://elsewhere"], ["b", "javascript:x"], ["c", 7], 3]'])
    assert.deepEqual(kept(storage(text)), []);
});

test('no more are kept than a menu can show', () => {
  const here = storage();
  for (let i = 0; i < 80; i++) keep(`view ${i}`, '/', here);
  assert.equal(kept(here).length, 50);
});
