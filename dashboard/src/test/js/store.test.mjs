import assert from 'node:assert/strict';
import {test} from 'node:test';
import {advance, advanceOn, paced, Rows} from '../../main/resources/web/store.js';

/** Rows whose watchers are told when `frame` is called, as a browser does before it draws. */
function rows() {
  let later = () => {};
  const told = [];
  const made = new Rows('trial', call => (later = call));
  made.watch(({changed, strange}) => told.push([[...changed], [...strange]]));
  const frame = () => {
    const now = later;
    later = () => {};
    now();
    return told.splice(0);
  };
  return {made, frame};
}

test('many changes before a frame are told once, and only what changed', () => {
  const {made, frame} = rows();
  made.replace([
    {trial: 'a', epoch: 1},
    {trial: 'b', epoch: 1},
  ]);
  assert.deepEqual(frame(), [[['a', 'b'], []]]);
  made.told({trial: 'a', epoch: 2});
  made.told({trial: 'a', epoch: 3});
  assert.deepEqual(frame(), [[['a'], []]]);
  assert.equal(made.get('a').epoch, 3);
  assert.deepEqual(frame(), []);
});

test('rows that are read again and are as before have not changed', () => {
  const {made, frame} = rows();
  made.replace([
    {trial: 'a', epoch: 1},
    {trial: 'b', epoch: 1},
  ]);
  frame();
  made.replace([
    {trial: 'b', epoch: 2},
    {trial: 'a', epoch: 1},
  ]);
  assert.deepEqual(frame(), [[['b'], []]]);
  assert.deepEqual(
    made.all().map(row => row.trial),
    ['b', 'a'],
  );
  made.replace([{trial: 'a', epoch: 1}]);
  assert.deepEqual(frame(), [[['b'], []]]);
  assert.equal(made.get('b'), undefined);
});

test('a row that is not known is told as strange, and not kept', () => {
  const {made, frame} = rows();
  made.told({trial: 'c', epoch: 1});
  assert.deepEqual(frame(), [[[], ['c']]]);
  assert.deepEqual(made.all(), []);
});

test('who ended watching is told nothing', () => {
  const {made, frame} = rows();
  let calls = 0;
  const end = made.watch(() => calls++);
  end();
  made.replace([]);
  frame();
  assert.equal(calls, 0);
});

const word = {trial: 'a', attempt: 2, progress: 40, doing: '', step: 1, steps: 2, imagesPerSecond: 9};

test('a word of progress is of the attempt that is running, or of nothing', () => {
  assert.deepEqual(advance({trial: 'a', status: 'RUNNING', attempts: 2, progress: 1}, word), {
    trial: 'a',
    status: 'RUNNING',
    attempts: 2,
    progress: 40,
    doing: '',
    step: 1,
    steps: 2,
    imagesPerSecond: 9,
  });
  assert.equal(advance({trial: 'a', status: 'RUNNING', attempts: 3}, word), undefined);
  assert.equal(advance({trial: 'a', status: 'SUCCEEDED', attempts: 2}, word), undefined);
  assert.equal(advance(undefined, word), undefined);
});

test('on a worker it is of the trial that stands there', () => {
  const worker = {
    worker: 'w',
    trials: [
      {trial: 'b', attempt: 1},
      {trial: 'a', attempt: 2},
    ],
  };
  assert.equal(advanceOn(worker, word).trials[1].progress, 40);
  assert.deepEqual(advanceOn(worker, word).trials[0], {trial: 'b', attempt: 1});
  assert.equal(advanceOn(worker, {...word, attempt: 1}), undefined);
  assert.equal(advanceOn(undefined, word), undefined);
});

test('drawing that takes long leaves the page to its reader for longer, and loses nothing', () => {
  let time = 0;
  const waiting = [];
  const later = paced({
    frame: call => call(),
    wait: (call, millis) => waiting.push({call, at: time + millis}),
    now: () => time,
  });
  const pass = to => {
    for (const {call} of waiting.filter(({at}) => at <= to)) call();
    for (const one of waiting.filter(({at}) => at <= to)) waiting.splice(waiting.indexOf(one), 1);
    time = to;
  };
  const drawn = [];
  later(() => {
    drawn.push('slow');
    time += 100;
  });
  // why: the browser paints
  time = 140;
  pass(time);
  later(() => drawn.push('next'));
  pass(500);
  assert.deepEqual(drawn, ['slow'], "it took 140 ms, so 420 are the reader's");
  pass(600);
  assert.deepEqual(drawn, ['slow', 'next']);
  pass(700);
  later(() => drawn.push('quick'));
  assert.deepEqual(drawn, ['slow', 'next', 'quick']);
});
