import assert from 'node:assert/strict';
import {test} from 'node:test';
import {yaml} from '../../main/resources/web/yaml.js';

test('values are written as people write them, and texts that would be read as others in quotes', () => {
  assert.equal(
    yaml({
      experiment: 'mine',
      matrix: {model: ['vgg11', {name: 'x', w: 1.4}], seed: [1, 2]},
      tags: ['no', '1', 'a b', '가', ''],
      recipe: {},
      include: [{seed: 7, mean: [0.5, 1]}],
      key: null,
    }),
    `experiment: mine
matrix:
  model:
    - vgg11
    - name: x
      w: 1.4
  seed: [1, 2]
tags: ["no", "1", "a b", "가", ""]
recipe: {}
include:
  - seed: 7
    mean: [0.5, 1]
key: null
`,
  );
  assert.equal(yaml([]), '[]\n');
  assert.equal(yaml('text'), 'text\n');
});
