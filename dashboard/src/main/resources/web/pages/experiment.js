import {get} from '../api.js';
import {balls, chart, colour, curves} from '../charts.js';
import {card, el, empty, facts, show, table, title} from '../dom.js';
import {countsBar} from './experiments.js';
import * as format from '../format.js';
import {listen, settled} from '../live.js';

const state = {by: 'epoch', cost: 'multiplyAdds', series: [], rows: []};
const parts = {};
const cells = new Map();
let id;

export async function open(experiment) {
  id = experiment;
  const detail = await get(`/api/experiments/${encodeURIComponent(id)}`);
  frame(detail);
  await refresh();
  const again = settled(refresh);
  const ours = row => (row.experiment === id ? again() : undefined);
  listen(`${detail.generation}:${detail.offset}`, {trial: ours, experiment: ours, snapshot: again, progress});
}

function frame(detail) {
  parts.summary = el('div', {});
  parts.table = el('div', {});
  parts.accuracy = el('div', {class: 'chart', role: 'img', 'aria-label': 'accuracy by epoch'});
  parts.loss = el('div', {class: 'chart', role: 'img', 'aria-label': 'loss by epoch'});
  parts.balls = el('div', {class: 'chart', role: 'img', 'aria-label': 'accuracy against cost'});
  show(
    title(
      detail.experiment,
      el(
        'a',
        {class: 'button', href: `/?experiment=${encodeURIComponent(id)}${detail.archived ? '&archived=true' : ''}`},
        'Open on the leaderboard',
      ),
    ),
    parts.summary,
    card('Results', parts.table),
    el(
      'section',
      {class: 'card'},
      el(
        'div',
        {class: 'row'},
        el('h2', {}, 'Learning curves'),
        axisChoice(),
        el('span', {class: 'quiet'}, 'solid: test, dashed: train, dotted: validation'),
      ),
      el('div', {class: 'charts'}, parts.accuracy, parts.loss),
    ),
    el(
      'section',
      {class: 'card'},
      el(
        'div',
        {class: 'row'},
        el('h2', {}, 'Accuracy against cost'),
        costChoice(),
        el('span', {class: 'quiet'}, 'area of a ball: parameters of the model'),
      ),
      parts.balls,
    ),
    card('Asked for', el('pre', {class: 'json'}, JSON.stringify(detail.spec, null, 2))),
  );
  parts.draw = [
    chart(parts.accuracy, () => curves({series: state.series, metric: 'Accuracy', unit: '%', by: state.by})),
    chart(parts.loss, () => curves({series: state.series, metric: 'Loss', unit: '', by: state.by})),
    chart(parts.balls, () =>
      balls(
        state.rows.filter(row => row.bestTestAccuracy !== null),
        state.cost,
      ),
    ),
  ];
}

export function axisChoice(draw = () => parts.draw.forEach(each => each()), shared = state) {
  return choice({epoch: 'by epoch', seconds: 'by seconds'}, shared.by, by => {
    shared.by = by;
    draw();
  });
}

function costChoice() {
  return choice({multiplyAdds: 'by multiply-adds', seconds: 'by seconds'}, state.cost, cost => {
    state.cost = cost;
    parts.draw.forEach(each => each());
  });
}

/** Buttons of which one is pressed; `names` are their texts by value. */
function choice(names, chosen, pick) {
  const buttons = Object.entries(names).map(([value, text]) =>
    el(
      'button',
      {
        type: 'button',
        'aria-pressed': String(value === chosen),
        onclick: event => {
          for (const button of buttons) button.setAttribute('aria-pressed', String(button === event.currentTarget));
          pick(value);
        },
      },
      text,
    ),
  );
  return el('div', {class: 'choice', role: 'group', 'aria-label': 'horizontal axis'}, buttons);
}

/** Points with the seconds of training up to each. */
export function timed(points) {
  let at = 0;
  return points.map(point => ({...point, at: (at += point.seconds)}));
}

async function refresh() {
  const [detail, board, learned] = await Promise.all([
    get(`/api/experiments/${encodeURIComponent(id)}`),
    get('/api/leaderboard', {experiment: id, limit: 1000, archived: true}),
    get('/api/curves', {experiment: id}),
  ]);
  const models = board.rows.map(row => row.model);
  const unique = new Set(models).size === models.length;
  state.rows = board.rows;
  state.series = learned.rows.map(row => ({
    name: unique ? row.model : `${row.model} (${row.number})`,
    points: timed(row.points),
  }));
  parts.summary.replaceChildren(summary(detail));
  parts.table.replaceChildren(...[format.mixed(board.rows)].filter(Boolean), results(board.rows, learned.rows));
  parts.draw.forEach(each => each());
}

function progress(latest) {
  const row = state.rows.find(each => each.trial === latest.trial);
  if (row?.status === 'RUNNING' && row.attempts === latest.attempt) {
    cells.get(row.trial)?.replaceChildren(...epochCell(format.advance(row, latest)));
  }
}

const epochCell = row => (row.status === 'RUNNING' ? [format.how(row)] : [`${row.epoch}/${row.epochs}`]);

function summary(row) {
  return el(
    'section',
    {class: 'card'},
    facts([
      ['Data set', row.dataset],
      ['Fingerprint', row.firstData ? format.fingerprint(row.firstData.fingerprint) : ''],
      ['Owner', row.owner],
      ['Priority', String(row.priority)],
      [
        'Tags',
        row.tags.length
          ? el(
              'span',
              {class: 'tags'},
              row.tags.map(tag => el('span', {class: 'tag'}, tag)),
            )
          : '',
      ],
      ['Accepted', format.ago(row.acceptedAt)],
      ['Offset', String(row.accepted)],
      ['Trials', `${row.succeeded} of ${row.trials} succeeded`],
      ['State', countsBar(row)],
      ['Ends', format.expected(row.expected?.end)],
      ['Expected at first', format.forecast(row.expected?.atSubmission)],
      ['Archived', row.archived ? 'yes: lists leave it out' : ''],
    ]),
  );
}

function results(rows, learned) {
  if (!rows.length) return empty('No trials.');
  cells.clear();
  const cell = row => {
    const made = el('span', {}, epochCell(row));
    cells.set(row.trial, made);
    return made;
  };
  const best = Math.max(...rows.map(row => row.bestTestAccuracy ?? -1));
  const place = new Map(learned.map((row, index) => [row.trial, index]));
  return table(
    [
      ['Model'],
      ['Trial'],
      ['Fingerprint'],
      ['Status'],
      ['Epoch', 'right'],
      ['Seconds', 'right'],
      ['Best test accuracy %', 'right'],
      ['Test loss', 'right'],
      ['Train accuracy %', 'right'],
      ['Parameters', 'right'],
      ['Multiply-adds', 'right'],
      ['Image size', 'right'],
    ],
    rows.map(row =>
      Object.assign(
        [
          el(
            'span',
            {},
            place.has(row.trial)
              ? el('span', {class: 'swatch', style: {background: colour(place.get(row.trial))}, 'aria-hidden': 'true'})
              : null,
            row.model,
          ),
          format.trialLink(row.trial),
          format.data(row),
          format.chip(row.status),
          cell(row),
          row.seconds > 0 ? format.seconds(row.seconds) : '–',
          row.bestTestAccuracy === best && best >= 0
            ? el('span', {class: 'best'}, el('span', {class: 'crown'}, '★ '), format.percent(row.bestTestAccuracy))
            : format.percent(row.bestTestAccuracy),
          format.loss(row.testLoss),
          format.percent(row.trainAccuracy),
          format.millions(row.parameters),
          format.millions(row.multiplyAdds),
          row.imageSize ? String(row.imageSize) : '–',
        ],
        {kind: row.bestTestAccuracy === best && best >= 0 ? 'winner' : ''},
      ),
    ),
  );
}
