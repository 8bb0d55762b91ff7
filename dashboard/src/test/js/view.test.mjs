import assert from 'node:assert/strict';
import {test} from 'node:test';
import {addressOf, asked, viewOf} from '../../main/resources/web/view.js';

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
    base: 'study-1.3',
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
