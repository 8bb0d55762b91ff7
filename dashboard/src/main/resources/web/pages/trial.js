import {get} from '../api.js';
import {byId, el, renew, show} from '../dom.js';
import * as format from '../format.js';
import {learningCurves} from '../learning.js';
import {lineage} from '../lineage.js';
import {listen, settled} from '../live.js';
import {pointsOf} from '../points.js';
import {advance, trials} from '../store.js';
import {tabs} from '../tabs.js';
import {trainerLog} from '../trainerlog.js';
import {attempts, checkpoints, epochs, event} from '../trialtables.js';
import {
  ago,
  card,
  chip,
  data,
  empty,
  expected,
  experimentLink,
  facts,
  failed,
  json,
  mixed,
  progressBar,
  swatch,
  title,
  trialLink,
} from '../widgets.js';
import {phrase, say} from '../words.js';
import {yaml} from '../yaml.js';

const ENDED = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED', 'STOPPED']);
const WITHOUT_ATTEMPT = {CANCELLED: 'cancelledUnplaced', PAUSED: 'pausedUnplaced', QUEUED: 'noAttemptYet'};
const parts = {};
let id;
let all;

export async function open(trial) {
  id = trial;
  const row = await read();
  frame(row);
  fill(row);
  all.begin();
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
  for (const name of ['overview', 'curves', 'spec', 'events', 'attempts', 'log', 'checkpoints', 'lineage']) {
    parts[name] = el('div');
  }
  parts.summary = el('div');
  parts.epochs = el('div');
  parts.status = el('span', {}, chip(row.status));
  parts.learning = learningCurves();
  parts.trainer = trainerLog(id);
  parts.overview.append(parts.summary);
  parts.curves.append(parts.learning.element, card(say('epochs'), parts.epochs));
  parts.log.append(parts.trainer.element);
  all = tabs(say('partsOf', {trial: row.trial}), [
    {name: 'overview', text: say('overview'), panel: parts.overview},
    {name: 'curves', text: say('curves'), panel: parts.curves, opened: drawn()},
    {name: 'spec', text: say('askedFor'), panel: parts.spec},
    {name: 'events', text: say('events'), panel: parts.events},
    {name: 'attempts', text: say('attempts'), panel: parts.attempts},
    {name: 'log', text: say('log'), panel: parts.log, opened: () => parts.trainer.opened()},
    {
      name: 'checkpoints',
      text: say('checkpoints'),
      panel: parts.checkpoints,
      opened: () => later(parts.checkpoints, stored),
    },
    {name: 'lineage', text: say('lineage'), panel: parts.lineage, opened: () => later(parts.lineage, related)},
  ]);
  const heading = title(
    row.trial,
    parts.status,
    el('span', {class: 'quiet'}, ...phrase('ofExperiment', {experiment: experimentLink(row.experiment)})),
  );
  heading.querySelector('h1').prepend(swatch(row.trial));
  show(heading, all.element);
}

/** Charts take the room that they find, so they begin once they are seen. */
function drawn() {
  let begun = false;
  return () => {
    if (!begun) parts.learning.begin();
    begun = true;
  };
}

/** What is asked for when it is looked at. */
async function later(panel, ask) {
  if (!panel.children.length) panel.append(el('p', {class: 'hint'}, say('loading')));
  try {
    panel.replaceChildren(...(await ask()));
  } catch (error) {
    panel.replaceChildren(failed(error));
  }
}

async function stored() {
  const {rows, lack} = await get(`/api/trials/${encodeURIComponent(id)}/checkpoints`);
  return [
    el(
      'section',
      {class: 'card'},
      lack ? el('p', {class: 'note', role: 'note'}, lack) : null,
      rows.length ? checkpoints(id, rows) : empty(say('noCheckpointYet')),
    ),
  ];
}

const related = () => lineage(trials.get(id));

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

// A command is the same in every language.
const resume = trial => ['podium', 'resume', trial].join(' ');

/** What stands in its way while it waits. */
function waits(row) {
  if (row.status !== 'QUEUED' && row.status !== 'PAUSED') return [];
  const {waits: why, place, start, unknown} = row.expected ?? {};
  const paused = row.status === 'PAUSED';
  return [
    card(
      say(paused ? 'whyPaused' : 'whyItWaits'),
      el('p', {class: 'strong'}, why || row.reason || say('waitsForTurn')),
      facts([
        [say('placeInQueue'), place ? String(place) : ''],
        [say('starts'), expected(start) || (unknown ? say('unknown', {why: unknown}) : '')],
        [say('since'), row.events.length ? ago(row.events[0].time) : ''],
      ]),
      paused ? el('p', {class: 'quiet'}, ...phrase('resumeBy', {command: el('code', {}, resume(row.trial))})) : null,
    ),
  ];
}

function fill(row) {
  parts.status.replaceChildren(chip(row.status));
  renew(
    parts.summary,
    el('div', {}, ...mixed([row]), ...waits(row), el('section', {class: 'card'}, facts(summary(row))), ...found(row)),
  );
  parts.learning.draw([{trial: row.trial, name: row.model, group: row.model, points: pointsOf(row.epochRows, row)}]);
  const ended = ENDED.has(row.status);
  renew(parts.epochs, el('div', {}, row.epochRows.length ? epochs(row) : empty(say(ended ? 'noEpoch' : 'noEpochYet'))));
  parts.attempts.replaceChildren(
    el(
      'section',
      {class: 'card'},
      row.attemptRows.length
        ? attempts(row, number => {
            parts.trainer.choose(number);
            all.go('log');
          })
        : empty(say(WITHOUT_ATTEMPT[row.status] ?? 'noAttempt'), row.reason),
    ),
  );
  specOf(row);
  eventsOf(row);
  parts.trainer.draw(row);
  if (!parts.checkpoints.hidden) later(parts.checkpoints, stored);
}

function specOf(row) {
  if (parts.spec.children.length) return;
  parts.spec.append(
    card(say('valuesOfIt'), json(yaml(row.assignment))),
    card(say('specOfExperiment'), json(yaml(row.spec))),
  );
}

function eventsOf(row) {
  const opened = new Set([...parts.events.querySelectorAll('details[open]')].map(each => each.dataset.offset));
  parts.events.replaceChildren(
    el(
      'section',
      {class: 'card'},
      row.events.length
        ? el(
            'div',
            {class: 'events'},
            row.events.map(each => event(each, opened)),
          )
        : empty(say('noEventsYet')),
    ),
  );
}

const summary = row => [
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
