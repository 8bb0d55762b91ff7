import assert from 'node:assert/strict';
import {test} from 'node:test';
import {also, condition, quoted, wrongPlace} from '../../main/resources/web/conditions.js';

test('values are quoted where the grammar wants it', () => {
  assert.equal(quoted('resnet18'), 'resnet18');
  assert.equal(quoted(1e-4), '0.0001');
  assert.equal(quoted('inception_v3(batchNorm=false)'), '"inception_v3(batchNorm=false)"');
  assert.equal(quoted('say "no"'), `'say "no"'`);
  assert.equal(quoted('or'), '"or"');
  assert.equal(condition('worker', null), 'worker is empty');
  assert.equal(condition('seed', 0), 'seed = 0');
});

test('a filter is narrowed by what was clicked, once', () => {
  assert.equal(also('', 'seed = 1'), 'seed = 1');
  assert.equal(also('seed = 1', 'seed = 1'), 'seed = 1');
  assert.equal(also('seed = 1', 'model = a'), 'seed = 1 and model = a');
  assert.equal(also('seed = 1 or seed = 2', 'model = a'), '(seed = 1 or seed = 2) and model = a');
  assert.equal(also('(seed = 1 or seed = 2) and model = a', 'model = a'), '(seed = 1 or seed = 2) and model = a');
});

test('the place of a mistake is told, at the end, too', () => {
  assert.deepEqual(wrongPlace('modle ~ resnet', 'filter, at character 1: there is no modle'), [
    '',
    'modle',
    ' ~ resnet',
  ]);
  assert.deepEqual(wrongPlace('seed =', 'filter, at character 7: a value'), ['seed =', '', '']);
  assert.equal(wrongPlace('seed', 'something else'), undefined);
});
