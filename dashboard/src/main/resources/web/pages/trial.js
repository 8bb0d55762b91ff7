import {get} from '../api.js';
import {byId, el, renew, show} from '../dom.js';
import * as format from '../format.js';
import {learningCurves} from '../learning.js';
import {listen, settled} from '../live.js';
import {pointsOf} from '../points.js';
import {advance, trials} from '../store.js';
import {
  ago,
  card,
  chip,
  data,
  empty,
  expected,
  experimentLink,
  facts,
  fingerprint,
  hash,
  json,
  mixed,
  progressBar,
  swatch,
  table,
  title,
  trialLink,
} from '../widgets.js';
import {phrase, say} from '../words.js';

const ENDED = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED', 'STOPPED']);
const parts = {};
let id;

export async function open(trial) {
  id = trial;
  const row = await read();
  frame(row);
  fill(row);
  trials.watch(() => running(trials.get(id)));
  const again = settled(async () => fill(await read()), 300, 1500);
  listen(`${row.generation}:${row.offset}`, {
    trial: changed => (changed.trial === id ? again() : undefined),
    progress: latest => {
      const next = latest.trial === id && advance(trials.get(id), latest);
      if (next) trials.told(next);
    },
    snapshot: again,
  });
}

async function read() {
  const row = await get(`/api/trials/${encodeURIComponent(id)}`);
  trials.replace([row]);
  return row;
}

function frame(row) {
  for (const name of ['summary', 'attempts', 'epochs', 'events']) parts[name] = el('div');
  parts.curves = learningCurves();
  const heading = title(
    row.trial,
    el('span', {class: 'quiet'}, phrase('ofExperiment', {experiment: experimentLink(row.experiment)})),
  );
  heading.querySelector('h1').prepend(swatch(row.trial));
  show(
    heading,
    parts.summary,
    parts.curves.element,
    card(say('epochs'), parts.epochs),
    card(say('attempts'), parts.attempts),
    card(say('events'), parts.events),
    card(say('askedFor'), json({assignment: row.assignment, spec: row.spec})),
  );
  parts.curves.begin();
}

function running(row) {
  byId('rate')?.replaceChildren(now(row));
  byId('how')?.replaceChildren(bar(row));
}

const now = row =>
  [
    format.doing(row),
    say('percent', {share: row.progress.toFixed(1)}),
    row.imagesPerSecond ? say('imagesPerSecond', {count: Math.round(row.imagesPerSecond)}) : '',
  ]
    .filter(Boolean)
    .join(', ');
const bar = row =>
  el(
    'span',
    {class: 'epoch'},
    progressBar(row.progress, say('progressOf', {trial: row.trial})),
    `${row.epoch}/${row.epochs}`,
  );

/** Its place in the queue, and what stands in its way. */
const waits = window => (window?.waits ? say('waitsAt', {why: window.waits, place: window.place}) : '');

/** What the last attempt that began found of its data, once. */
function found(row) {
  const latest = row.attemptRows.findLast(attempt => attempt.data)?.data;
  return latest?.notes.length
    ? [
        card(
          say('data'),
          el(
            'ul',
            {},
            latest.notes.map(note => el('li', {}, note)),
          ),
        ),
      ]
    : [];
}

function fill(row) {
  renew(
    parts.summary,
    el('div', {}, ...mixed([row]), el('section', {class: 'card'}, facts(summary(row))), ...found(row)),
  );
  parts.curves.draw([{trial: row.trial, name: row.model, group: row.model, points: pointsOf(row.epochRows, row)}]);
  const ended = ENDED.has(row.status);
  renew(parts.epochs, el('div', {}, row.epochRows.length ? epochs(row) : empty(say(ended ? 'noEpoch' : 'noEpochYet'))));
  const none = () => empty(say(ended ? 'noAttempt' : 'noAttemptYet'), row.reason);
  renew(parts.attempts, el('div', {}, row.attemptRows.length ? attempts(row) : none()));
  const opened = new Set([...parts.events.querySelectorAll('details[open]')].map(each => each.dataset.offset));
  parts.events.replaceChildren(
    row.events.length
      ? el(
          'div',
          {class: 'events'},
          row.events.map(each => event(each, opened)),
        )
      : empty(say('noEventsYet')),
  );
}

const summary = row => [
  [say('status'), chip(row.status)],
  [
    say('best'),
    row.bestTestAccuracy === null
      ? ''
      : el('strong', {}, say('bestAt', {accuracy: format.percent(row.bestTestAccuracy), epoch: row.bestEpoch})),
  ],
  [
    say('chosenBy'),
    row.bestValidationAccuracy === null
      ? ''
      : say('chosenByValidation', {accuracy: format.percent(row.bestValidationAccuracy)}),
  ],
  [say('epoch'), el('span', {id: 'how'}, bar(row))],
  [say('now'), row.status === 'RUNNING' ? el('span', {id: 'rate'}, now(row)) : ''],
  [say('waits'), waits(row.expected)],
  [say('starts'), expected(row.expected?.start)],
  [
    say('ends'),
    expected(row.expected?.end) || (row.expected?.unknown ? say('unknown', {why: row.expected.unknown}) : ''),
  ],
  [say('seconds'), row.seconds > 0 ? format.seconds(row.seconds) : ''],
  [say('model'), row.model],
  [say('dataset'), row.dataset],
  [say('fingerprint'), row.fingerprint ? data(row) : ''],
  [say('seed'), String(row.seed)],
  [say('parameters'), row.parameters ? format.count(row.parameters) : ''],
  [say('multiplyAdds'), row.multiplyAdds ? format.count(row.multiplyAdds) : ''],
  [say('imageSize'), row.imageSize ? say('pixels', {count: String(row.imageSize)}) : ''],
  [
    say('beginsWith'),
    row.forkedFrom
      ? el('span', {}, phrase('beginsWithEpoch', {epoch: row.forkedFrom.epoch, trial: trialLink(row.forkedFrom.trial)}))
      : '',
  ],
  [say('slotsOf'), row.spec.resources.slots > 1 ? say('slotsTogether', {count: String(row.spec.resources.slots)}) : ''],
  [say('worker'), row.worker ? `${row.worker} ${row.slot}` : ''],
  [say('atATime'), shrunk(row) ? say('atATimeOf', {count: String(shrunk(row))}) : ''],
  [say('attempts'), String(row.attempts)],
  [say('accepted'), ago(row.acceptedAt)],
  [say('started'), row.startedAt ? ago(row.startedAt) : ''],
  [say('ended'), row.endedAt ? ago(row.endedAt) : ''],
  [say('reason'), row.reason],
];

/** How many images its last attempt computes at a time, where memory ran out. */
const shrunk = row => row.attemptRows.at(-1)?.microBatch;

const score = part =>
  part
    ? `${format.loss(part.loss)} | ${format.percent(part.correct / Math.max(1, part.images))} (${part.correct}/${part.images})`
    : '–';

// A column for the validation only where images are held out.
function epochs(row) {
  const held = row.epochRows.some(epoch => epoch.validation);
  return table(
    [
      [say('epoch'), 'right'],
      [say('attempt'), 'right'],
      [say('trainScore'), 'right'],
      ...(held ? [[say('validationScore'), 'right']] : []),
      [say('testScore'), 'right'],
      [say('learningRate'), 'right'],
      [say('seconds'), 'right'],
      [say('speed'), 'right'],
      [say('memory'), 'right'],
      [say('checkpoint')],
      [say('stateHash')],
    ],
    row.epochRows.map(epoch => epochCells(epoch, held)),
  );
}

const epochCells = (epoch, held) =>
  Object.assign(
    [
      String(epoch.epoch),
      String(epoch.attempt),
      score(epoch.train),
      ...(held ? [score(epoch.validation)] : []),
      score(epoch.test),
      String(Number(epoch.learningRate.toPrecision(4))),
      format.seconds(epoch.seconds),
      format.count(Math.round(epoch.imagesPerSecond)),
      format.bytes(epoch.peakMemoryBytes),
      el('code', {title: epoch.checkpoint.sha256}, epoch.checkpoint.path),
      hash(epoch.stateHash),
    ],
    {kind: epoch.superseded ? 'superseded' : ''},
  );

// A column for the images at a time only where memory ran out.
function attempts(row) {
  const parts = row.attemptRows.some(attempt => attempt.microBatch);
  return table(
    [
      [say('attempt'), 'right'],
      [say('worker')],
      [say('slot')],
      ...(parts ? [[say('atATime'), 'right']] : []),
      [say('placed')],
      [say('fingerprint')],
      [say('resumedFrom'), 'right'],
      [say('ended')],
      [say('outcome')],
      [say('message')],
    ],
    row.attemptRows.map(attempt => [
      String(attempt.attempt),
      attempt.worker,
      attempt.slot,
      ...(parts ? [attempt.microBatch ? String(attempt.microBatch) : '–'] : []),
      ago(attempt.placedAt),
      fingerprint(attempt.data?.fingerprint),
      attempt.resumedFrom === null ? '–' : attempt.resumedFrom === 0 ? say('afresh') : String(attempt.resumedFrom),
      attempt.endedAt ? ago(attempt.endedAt) : say('stillGoing'),
      attempt.outcome ?? '–',
      attempt.message || '–',
    ]),
  );
}

const event = (each, opened) =>
  el(
    'details',
    {'data-offset': each.offset, open: opened.has(String(each.offset))},
    el('summary', {}, el('code', {}, `#${each.offset}`), el('span', {class: 'strong'}, each.type), ago(each.time)),
    json(each.json),
  );
