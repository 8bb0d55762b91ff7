import assert from 'node:assert/strict';
import {test} from 'node:test';
import {also, concerning, condition, quoted, without, wrongPlace} from '../../main/resources/web/conditions.js';

test('values are quoted where the grammar wants it', () => {
  assert.equal(quoted('resnet18'), 'resnet18');
  assert.equal(quoted(1e-4), '0.0001');
  assert.equal(quoted('72.5%'), '72.5%');
  assert.equal(quoted('5% more'), '"5% more"');
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

test('what a filter asks of one field is found, and taken away', () => {
  const filter = 'accuracy > 90% and (seed = 1 or seed = 2) and not model ~ "a and b" and accuracy <= 1';
  assert.deepEqual(concerning(filter, ['accuracy', 'bestTestAccuracy']), ['accuracy > 90%', 'accuracy <= 1']);
  assert.deepEqual(concerning(filter, ['model']), ['not model ~ "a and b"']);
  assert.deepEqual(concerning(filter, ['seed']), []);
  assert.deepEqual(concerning('seed = 1 or model = a', ['seed']), []);
  assert.deepEqual(concerning('seed in (1, 2) and tag = week-3', ['seed']), ['seed in (1, 2)']);
  assert.deepEqual(concerning('', ['seed']), []);
  assert.equal(without(filter, 'accuracy > 90%'), '(seed = 1 or seed = 2) and not model ~ "a and b" and accuracy <= 1');
  assert.equal(without('seed = 1', 'seed = 1'), '');
  assert.equal(also('model = "this or that"', 'seed = 1'), 'model = "this or that" and seed = 1');
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
