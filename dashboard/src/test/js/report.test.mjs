import assert from 'node:assert/strict';
import {test} from 'node:test';
import {latex, markdown, reportRows} from '../../main/resources/web/report.js';

const trial = (number, model, seed, bestTestAccuracy, more = {}) => ({
  trial: `mine-1.${number}`,
  model,
  status: 'SUCCEEDED',
  assignment: {model, seed, ...more},
  bestTestAccuracy,
  seconds: 10 + number,
  offset: 100 + number,
});
const heads = ['Model', 'Seeds', 'Seconds', 'Accuracy %'];

test('trials that differ in their seed alone are one row, and those that did not succeed none', () => {
  const rows = reportRows([
    trial(1, 'vgg11', 1, 0.9),
    trial(2, 'vgg11', 2, 0.92),
    trial(3, 'alexnet', 1, 0.5),
    {...trial(4, 'alexnet', 2, 0.99), status: 'CANCELLED'},
  ]);
  assert.deepEqual(
    rows.map(row => [row.name, row.trials.length]),
    [
      ['vgg11', 2],
      ['alexnet', 1],
    ],
  );
  assert.equal(
    markdown(rows, heads),
    `| Model | Seeds | Seconds | Accuracy % |
|---|--:|--:|--:|
| vgg11 | 2 | 11.5 ± 0.7 <!-- podium seconds mine-1.1@101 mine-1.2@102 --> | 91.00 ± 1.41 <!-- podium accuracy mine-1.1@101 mine-1.2@102 --> |
| alexnet | 1 | 13.0 <!-- podium seconds mine-1.3@103 --> | 50.00 <!-- podium accuracy mine-1.3@103 --> |
`,
  );
});

test('what varies besides the seed is in the name, written as LaTeX wants it', () => {
  const rows = reportRows([
    trial(1, 'resnet_a', 1, 0.9, {learningRate: 0.1}),
    trial(2, 'resnet_a', 1, 0.8, {learningRate: 0.01}),
  ]);
  const text = latex(rows, heads);
  assert.ok(text.includes('resnet\\_a, learningRate=0.1 & 1\n  & 11.0 % podium seconds mine-1.1@101\n'));
  assert.ok(text.includes('Accuracy \\% \\\\'));
});
