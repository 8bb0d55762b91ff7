import {get} from '../api.js';
import {chart, curves} from '../charts.js';
import {card, el, empty, facts, show, table, title} from '../dom.js';
import {axisChoice, timed} from './experiment.js';
import * as format from '../format.js';
import {listen, settled} from '../live.js';

const state = {by: 'epoch', series: []};
const parts = {};
let id;
let shown;

export async function open(trial) {
  id = trial;
  const row = await get(`/api/trials/${encodeURIComponent(id)}`);
  frame(row);
  fill(row);
  const again = settled(async () => fill(await get(`/api/trials/${encodeURIComponent(id)}`)), 300, 1500);
  listen(`${row.generation}:${row.offset}`, {
    trial: changed => (changed.trial === id ? again() : undefined),
    progress: latest => (latest.trial === id ? running(latest) : undefined),
    snapshot: again,
  });
}

function frame(row) {
  for (const name of ['summary', 'attempts', 'epochs', 'events']) parts[name] = el('div', {});
  parts.accuracy = el('div', {class: 'chart', role: 'img', 'aria-label': 'accuracy'});
  parts.loss = el('div', {class: 'chart', role: 'img', 'aria-label': 'loss'});
  show(
    title(row.trial, el('span', {class: 'quiet'}, 'of ', format.experimentLink(row.experiment))),
    parts.summary,
    el(
      'section',
      {class: 'card'},
      el(
        'div',
        {class: 'row'},
        el('h2', {}, 'Learning curves'),
        axisChoice(() => parts.draw.forEach(each => each()), state),
        el('span', {class: 'quiet'}, 'solid: test, dashed: train, dotted: validation'),
      ),
      el('div', {class: 'charts'}, parts.accuracy, parts.loss),
    ),
    card('Epochs', parts.epochs),
    card('Attempts', parts.attempts),
    card('Events', parts.events),
    card(
      'Asked for',
      el('pre', {class: 'json'}, JSON.stringify({assignment: row.assignment, spec: row.spec}, null, 2)),
    ),
  );
  parts.draw = [
    chart(parts.accuracy, () => curves({series: state.series, metric: 'Accuracy', unit: '%', by: state.by})),
    chart(parts.loss, () => curves({series: state.series, metric: 'Loss', unit: '', by: state.by})),
  ];
}

function running(latest) {
  if (shown?.attempts !== latest.attempt) return;
  format.advance(shown, latest);
  document.getElementById('rate')?.replaceChildren(now(shown));
  document.getElementById('how')?.replaceChildren(bar(shown));
}

const now = row =>
  [
    format.doing(row),
    `${row.progress.toFixed(1)} %`,
    row.imagesPerSecond ? `${format.count(Math.round(row.imagesPerSecond))} images/s` : '',
  ]
    .filter(Boolean)
    .join(', ');
const bar = row =>
  el('span', {class: 'epoch'}, format.progressBar(row.progress, 'progress'), `${row.epoch}/${row.epochs}`);

/** Its place in the queue, and what stands in its way. */
const waits = expected =>
  expected?.waits ? `${expected.waits} (place ${format.count(expected.place)} in the queue)` : '';

/** What the last attempt that began found of its data, once. */
function found(row) {
  const data = row.attemptRows.findLast(attempt => attempt.data)?.data;
  return data?.notes.length
    ? card(
        'Data',
        el(
          'ul',
          {},
          data.notes.map(note => el('li', {}, note)),
        ),
      )
    : null;
}

function fill(row) {
  shown = row;
  parts.summary.replaceChildren(
    ...[format.mixed([row])].filter(Boolean),
    el(
      'section',
      {class: 'card'},
      facts([
        ['Status', format.chip(row.status)],
        [
          'Best test accuracy',
          row.bestTestAccuracy === null
            ? ''
            : el('strong', {}, `${format.percent(row.bestTestAccuracy)} % at epoch ${row.bestEpoch}`),
        ],
        [
          'Chosen by',
          row.bestValidationAccuracy === null
            ? ''
            : `validation accuracy ${format.percent(row.bestValidationAccuracy)} %`,
        ],
        ['Epoch', el('span', {id: 'how'}, bar(row))],
        ['Now', row.status === 'RUNNING' ? el('span', {id: 'rate'}, now(row)) : ''],
        ['Waits', waits(row.expected)],
        ['Starts', format.expected(row.expected?.start)],
        [
          'Ends',
          format.expected(row.expected?.end) || (row.expected?.unknown ? `unknown: ${row.expected.unknown}` : ''),
        ],
        ['Seconds', row.seconds > 0 ? format.seconds(row.seconds) : ''],
        ['Model', row.model],
        ['Data set', row.dataset],
        ['Fingerprint', row.fingerprint ? format.data(row) : ''],
        ['Seed', String(row.seed)],
        ['Parameters', row.parameters ? format.count(row.parameters) : ''],
        ['Multiply-adds', row.multiplyAdds ? format.count(row.multiplyAdds) : ''],
        ['Image size', row.imageSize ? `${row.imageSize} px` : ''],
        [
          'Begins with',
          row.forkedFrom
            ? el('span', {}, `epoch ${row.forkedFrom.epoch} of `, format.trialLink(row.forkedFrom.trial))
            : '',
        ],
        ['Worker', row.worker ? `${row.worker} ${row.slot}` : ''],
        ['Attempts', String(row.attempts)],
        ['Accepted', format.ago(row.acceptedAt)],
        ['Started', row.startedAt ? format.ago(row.startedAt) : ''],
        ['Ended', row.endedAt ? format.ago(row.endedAt) : ''],
        ['Reason', row.reason],
      ]),
    ),
    ...[found(row)].filter(Boolean),
  );
  const counting = row.epochRows.filter(epoch => !epoch.superseded);
  state.series = [
    {
      name: row.model,
      points: timed(
        counting.map(epoch => ({
          epoch: epoch.epoch,
          seconds: epoch.seconds,
          trainLoss: epoch.train.loss,
          trainAccuracy: epoch.trainAccuracy,
          testLoss: epoch.test?.loss,
          testAccuracy: epoch.testAccuracy,
          validationLoss: epoch.validation?.loss,
          validationAccuracy: epoch.validationAccuracy,
        })),
      ),
    },
  ];
  parts.draw.forEach(each => each());
  parts.epochs.replaceChildren(row.epochRows.length ? epochs(row) : empty('No epoch is finished yet.'));
  parts.attempts.replaceChildren(
    row.attemptRows.length ? attempts(row) : empty('Waiting for its first slot.', row.reason),
  );
  const opened = new Set([...parts.events.querySelectorAll('details[open]')].map(each => each.dataset.offset));
  parts.events.replaceChildren(
    row.events.length
      ? el(
          'div',
          {class: 'events'},
          row.events.map(each => event(each, opened)),
        )
      : empty('No events yet.'),
  );
}

const score = part =>
  part
    ? `${format.loss(part.loss)} | ${format.percent(part.correct / Math.max(1, part.images))} (${part.correct}/${part.images})`
    : '–';

// A column for the validation only where images are held out.
function epochs(row) {
  const held = row.epochRows.some(epoch => epoch.validation);
  return table(
    [
      ['Epoch', 'right'],
      ['Attempt', 'right'],
      ['Train loss | accuracy %', 'right'],
      ...(held ? [['Validation loss | accuracy %', 'right']] : []),
      ['Test loss | accuracy %', 'right'],
      ['Learning rate', 'right'],
      ['Seconds', 'right'],
      ['Images/s', 'right'],
      ['Memory', 'right'],
      ['Checkpoint'],
      ['State hash'],
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
      format.hash(epoch.stateHash),
    ],
    {kind: epoch.superseded ? 'superseded' : ''},
  );

const attempts = row =>
  table(
    [
      ['Attempt', 'right'],
      ['Worker'],
      ['Slot'],
      ['Placed'],
      ['Fingerprint'],
      ['Resumed from epoch', 'right'],
      ['Ended'],
      ['Outcome'],
      ['Message'],
    ],
    row.attemptRows.map(attempt => [
      String(attempt.attempt),
      attempt.worker,
      attempt.slot,
      format.ago(attempt.placedAt),
      format.fingerprint(attempt.data?.fingerprint),
      attempt.resumedFrom === null ? '–' : attempt.resumedFrom === 0 ? 'afresh' : String(attempt.resumedFrom),
      attempt.endedAt ? format.ago(attempt.endedAt) : 'still going',
      attempt.outcome ?? '–',
      attempt.message || '–',
    ]),
  );

const event = (each, opened) =>
  el(
    'details',
    {'data-offset': each.offset, open: opened.has(String(each.offset))},
    el(
      'summary',
      {},
      el('code', {}, `#${each.offset}`),
      el('span', {class: 'strong'}, each.type),
      format.ago(each.time),
    ),
    el('pre', {class: 'json'}, JSON.stringify(each.json, null, 2)),
  );
