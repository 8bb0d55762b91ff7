import assert from 'node:assert/strict';
import {test} from 'node:test';
import {byOf, conditionOf, fieldsOf, namesOf, turned} from '../../main/resources/web/grouping.js';
import {alike, freshSeeds, moreSeeds, submission, verdictOf} from '../../main/resources/web/seeds.js';

const spec = {
  experiment: 'study',
  key: 'once',
  dataset: 'cifar10',
  matrix: {model: ['a', 'b'], seed: [1]},
  zip: [],
  include: [],
  search: {method: 'grid'},
  stopping: {rule: 'asha'},
  recipe: {epochs: 8},
};
const row = (model, seed, experiment = 'study-1') => ({trial: 't', experiment, seed, assignment: {model, seed}});

test('trials are grouped by what every trial has, and by what varies', () => {
  const fields = fieldsOf([{assignment: {model: 'a', learningRate: 1}}, {assignment: {batchSize: 3}}]);
  assert.deepEqual(fields.slice(-2), ['batchSize', 'learningRate']);
  assert.equal(fields.filter(name => name === 'model').length, 1);
});

test('all but the seed is what the board says, and any choice can be changed', () => {
  assert.equal(byOf('all-but-seed'), '');
  assert.deepEqual(namesOf('all-but-seed', ['model', 'learningRate']), ['model', 'learningRate']);
  assert.deepEqual(namesOf('model,seed', ['x']), ['model', 'seed']);
  assert.equal(turned(['model'], 'seed', true), 'model,seed');
  assert.equal(turned(['model', 'seed'], 'model', false), 'seed');
  assert.equal(turned(['model'], 'model', false), '');
});

test("a group's trials are those with its values, none of a value that is not there", () => {
  assert.equal(
    conditionOf({model: 'a(b=1)', worker: null, seed: 3}),
    'model = "a(b=1)" and worker is empty and seed = 3',
  );
});

test('a verdict is found whichever of the two is better', () => {
  const verdicts = [{better: 'b', other: 'a'}];
  assert.equal(verdictOf(verdicts, 'a', 'b'), verdicts[0]);
  assert.equal(verdictOf(verdicts, 'a', 'c'), undefined);
});

test('further seeds are none that were trained', () => {
  assert.deepEqual(freshSeeds([1, 2, 7], 3), [8, 9, 10]);
  assert.deepEqual(freshSeeds([], 1), [1]);
  assert.equal(freshSeeds([1], 5000).length, 200);
});

test('further seeds are asked for with all that the trial had', () => {
  assert.deepEqual(submission(spec, {model: 'a', learningRate: 0.1, seed: 1}, [2, 3]), {
    request: 'submit',
    experiment: 'study',
    dataset: 'cifar10',
    recipe: {epochs: 8},
    matrix: {model: ['a'], learningRate: [0.1], seed: [2, 3]},
  });
});

test('trials of a group that differ in more than their seed are not alike', () => {
  assert.ok(alike([row('a', 1), row('a', 2)]));
  assert.ok(!alike([row('a', 1), row('b', 2)]));
  assert.ok(!alike([row('a', 1), row('a', 2, 'study-2')]));
});

test('both groups get the same seeds, so that they are paired; what is mixed gets none', async () => {
  const asked = [];
  const get = async (path, parameters) => {
    asked.push([path, parameters]);
    if (path.startsWith('/api/experiments')) return {spec};
    return {rows: parameters.filter.includes('model = a') ? [row('a', 1), row('a', 2)] : [row('b', 4)]};
  };
  const groups = [
    {group: 'a', by: {model: 'a'}},
    {group: 'b', by: {model: 'b'}},
  ];
  const query = new URLSearchParams('filter=epochs+%3D+8&by=model&experiment=study');
  const found = await moreSeeds(get, query, groups, ['a', 'b'], 2);
  assert.deepEqual(
    found.map(({name, seeds}) => [name, seeds]),
    [
      ['a', [5, 6]],
      ['b', [5, 6]],
    ],
  );
  assert.deepEqual(asked[0], ['/api/trials', {experiment: 'study', filter: 'epochs = 8 and model = a', limit: 1000}]);
  const mixed = async () => ({rows: [row('a', 1), row('c', 2)]});
  assert.deepEqual(await moreSeeds(mixed, query, groups, ['a', 'b'], 2), []);
});
