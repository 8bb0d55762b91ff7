import assert from 'node:assert/strict';
import {test} from 'node:test';
import {retagged} from '../../main/resources/web/tagging.js';

const tags = {'a-1': ['r1', 'week-3'], 'd-1': ['so far'], 'b-1': ['week-3', 'draft'], 'c-1': []};
const tagsOf = name => tags[name];

test('what all share is replaced, and what only some have stays', () => {
  assert.deepEqual(retagged(['a-1', 'b-1'], tagsOf, 'week-4, best'), [
    ['a-1', ['r1', 'week-4', 'best']],
    ['b-1', ['draft', 'week-4', 'best']],
  ]);
  assert.deepEqual(retagged(['a-1', 'c-1'], tagsOf, ' r1 , r1 '), [
    ['a-1', ['r1', 'week-3']],
    ['c-1', ['r1']],
  ]);
  assert.deepEqual(retagged(['b-1'], tagsOf, ''), [['b-1', []]]);
  assert.deepEqual(retagged(['d-1'], tagsOf, 'so far, best'), [['d-1', ['so far', 'best']]]);
});
