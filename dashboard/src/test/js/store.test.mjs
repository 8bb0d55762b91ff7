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

test('what was told while rows were read stays, unless they are of another board', () => {
  const {made} = rows();
  const read = (epoch, offset) => [{trial: 'a', epoch, offset}];
  made.replace(read(1, 5), {generation: 'one', offset: 7});
  made.told({trial: 'a', epoch: 2, offset: 8});
  made.replace(read(1, 5), {generation: 'one', offset: 8});
  assert.equal(made.get('a').epoch, 2);
  made.replace(read(3, 11), {generation: 'one', offset: 11});
  assert.equal(made.get('a').epoch, 3);
  made.replace(read(1, 2), {generation: 'two', offset: 2});
  assert.equal(made.get('a').epoch, 1);
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

/** Draws as a browser does: a frame each 16 ms, and what is waited for when its time has come. */
function browser() {
  let time = 0;
  let frames = [];
  let waiting = [];
  const step = () => {
    time++;
    const due = waiting.filter(({at}) => at <= time);
    waiting = waiting.filter(({at}) => at > time);
    for (const {call} of due) call();
    if (time % 16 === 0) for (const call of frames.splice(0)) call();
  };
  return {
    take: millis => (time += millis),
    time: () => time,
    passTo: end => {
      while (time < end) step();
    },
    clock: {
      frame: call => frames.push(call),
      wait: (call, millis) => waiting.push({call, at: time + millis}),
      now: () => time,
    },
  };
}

test('what draws again and again leaves the page to its reader for as long', () => {
  const {take, time, passTo, clock} = browser();
  const later = paced(clock);
  const drawn = [];
  const draw = () => {
    drawn.push(time());
    later(draw);
    take(30);
  };
  later(draw);
  passTo(2000);
  const apart = drawn.slice(1).map((at, index) => at - drawn[index]);
  assert.ok(apart.length > 10 && apart.every(gap => gap >= 60 && gap < 100), String(apart));
});

test('two that draw share the pace, and what is quick is drawn with the next frame', () => {
  const {take, time, passTo, clock} = browser();
  const later = paced(clock);
  const drawn = [];
  later(() => {
    drawn.push(['slow', time()]);
    take(40);
  });
  later(() => drawn.push(['other', time()]));
  passTo(400);
  assert.deepEqual(drawn[0], ['slow', 16]);
  assert.ok(drawn[1][1] >= 96 && drawn[1][1] < 140, String(drawn));
  later(() => drawn.push(['quick', time()]));
  passTo(420);
  assert.equal(drawn.length, 3);
});

test('a page that stood still for a minute draws again within a second', () => {
  const {take, time, passTo, clock} = browser();
  const later = paced(clock);
  let drawn = 0;
  later(() => take(60_000));
  passTo(60_100);
  later(() => (drawn = time()));
  passTo(62_000);
  assert.ok(drawn > 0 && drawn < 61_200, String(drawn));
});

test('what fails to draw keeps nothing else from being drawn', () => {
  const {passTo, clock} = browser();
  const later = paced(clock);
  let drawn = false;
  later(() => {
    throw new Error('broken');
  });
  assert.throws(() => passTo(20));
  later(() => (drawn = true));
  passTo(100);
  assert.ok(drawn);
});
