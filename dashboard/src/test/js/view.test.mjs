import assert from 'node:assert/strict';
import {test} from 'node:test';
import {addressOf, also, asked, condition, quoted, viewOf, wrongPlace} from '../../main/resources/web/view.js';

test('an address that says nothing is the first view, and that view says nothing', () => {
  const view = viewOf('');
  assert.equal(view.sort, '-bestTestAccuracy');
  assert.equal(view.metric, 'best');
  assert.deepEqual(view.picked, []);
  assert.equal(addressOf(view), '/');
});

test('whatever a reader chose comes back from its address', () => {
  const view = {
    ...viewOf(''),
    filter: 'model ~ "a, b" and seed in (1, 2)',
    sort: 'seconds,-epoch',
    page: 3,
    group: 'model,learningRate',
    one: 'resnet18 learningRate=0.001',
    other: 'vgg16 learningRate=0.01',
    metric: '12',
    columns: 'trial,seconds',
    archived: 'true',
    picked: ['study-1.1', 'study-1.2'],
  };
  assert.deepEqual(viewOf(addressOf(view).slice(1)), view);
});

test('what cannot be meant is as at first', () => {
  const view = viewOf('?page=x&metric=0&archived=maybe&picked=,,');
  assert.equal(view.page, 0);
  assert.equal(view.metric, 'best');
  assert.equal(view.archived, '');
  assert.deepEqual(view.picked, []);
});

test('the board is asked for rows, not for how they are shown', () => {
  const view = {...viewOf('?filter=seed+%3D+1&group=model&columns=trial&picked=a.1&page=2')};
  assert.equal(asked(view).toString(), 'filter=seed+%3D+1');
});

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
