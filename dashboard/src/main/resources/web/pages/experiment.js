import {get} from '../api.js';
import {balls} from '../balls.js';
import {chart} from '../charts.js';
import {el, show} from '../dom.js';
import * as format from '../format.js';
import {learningCurves} from '../learning.js';
import {listen, settled} from '../live.js';
import {butSeed, timed} from '../points.js';
import {reportCard} from '../reportcard.js';
import {advance, trials} from '../store.js';
import {
  ago,
  card,
  cardWith,
  checkBox,
  chip,
  choice,
  countsBar,
  data,
  empty,
  expected,
  facts,
  fingerprint,
  forecast,
  how,
  json,
  liveTable,
  mixed,
  progressBar,
  tags,
  title,
  trialLink,
} from '../widgets.js';
import {say} from '../words.js';
import {yaml} from '../yaml.js';

const parts = {summary: el('div'), mixed: el('div')};
let cost = 'multiplyAdds';
let pareto = false;
let most = 24;
let best = -1;
let id;

export async function open(experiment) {
  id = experiment;
  const detail = await get(`/api/experiments/${encodeURIComponent(id)}`);
  frame(detail);
  trials.watch(({changed}) => draw(changed));
  await refresh();
  const again = settled(refresh);
  listen(`${detail.generation}:${detail.offset}`, {
    trial: row => {
      if (row.experiment !== id) return;
      trials.told(row);
      again();
    },
    experiment: row => (row.experiment === id ? again() : undefined),
    snapshot: again,
    progress: latest => {
      const row = advance(trials.get(latest.trial), latest);
      if (row) trials.told(row);
    },
  });
}

function frame(detail) {
  const ballsHolder = el('div', {class: 'chart', role: 'img', 'aria-label': say('accuracyAgainstCost')});
  parts.results = liveTable(headings(), 'trial', cells);
  parts.none = empty(say('none'));
  parts.curves = learningCurves({
    more: count => {
      most = count;
      refresh();
    },
  });
  parts.report = reportCard();
  const archived = detail.archived ? '&archived=true' : '';
  show(
    title(
      detail.experiment,
      el('a', {class: 'button', href: `/?experiment=${encodeURIComponent(id)}${archived}`}, say('openOnLeaderboard')),
      el('a', {class: 'button', href: `/submit?from=${encodeURIComponent(id)}`}, say('cloneIt')),
    ),
    parts.summary,
    card(say('results'), parts.mixed, parts.results.element, parts.none),
    parts.curves.element,
    cardWith(
      say('accuracyAgainstCost'),
      [
        choice(
          say('horizontalAxis'),
          {multiplyAdds: say('byMultiplyAdds'), seconds: say('bySeconds'), slotSeconds: say('bySlotSeconds')},
          cost,
          chosen => {
            cost = chosen;
            parts.balls({afresh: true});
          },
        ),
        checkBox('paretoFront', pareto, checked => {
          pareto = checked;
          parts.balls();
        }),
        el('span', {class: 'quiet'}, say('ballsKey')),
      ],
      ballsHolder,
    ),
    parts.report.element,
    card(say('askedFor'), json(yaml(detail.spec))),
  );
  parts.curves.begin();
  parts.balls = chart(ballsHolder, () =>
    balls(
      trials.all().filter(row => row.bestTestAccuracy !== null),
      cost,
      {pareto},
    ),
  );
}

async function refresh() {
  const [detail, board, learned] = await Promise.all([
    get(`/api/experiments/${encodeURIComponent(id)}`),
    get('/api/leaderboard', {experiment: id, limit: 1000, archived: true}),
    get('/api/curves', {experiment: id, superseded: true, limit: most}),
  ]);
  const models = board.rows.map(row => row.model);
  const unique = new Set(models).size === models.length;
  trials.replace(board.rows, board);
  parts.summary.replaceChildren(summary(detail, detail.queued ? await placeOf() : undefined));
  parts.curves.draw(
    learned.rows.map(row => ({
      trial: row.trial,
      name: unique ? row.model : `${row.model} (${row.number})`,
      group: butSeed(row),
      points: timed(row.points, row),
    })),
    learned.total,
  );
}

function draw(changed) {
  const rows = trials.all();
  const before = best;
  best = Math.max(-1, ...rows.map(row => row.bestTestAccuracy ?? -1));
  parts.results.element.hidden = !rows.length;
  parts.none.hidden = rows.length > 0;
  parts.results.draw(rows, best === before ? changed : new Set(rows.map(row => row.trial)));
  parts.mixed.replaceChildren(...mixed(rows));
  parts.balls();
  parts.report.draw(rows);
}

/** The place in the queue of the first of its trials that wait. */
async function placeOf() {
  const {rows} = await get('/api/queue', {limit: 1000});
  return rows.find(row => row.experiment === id)?.place;
}

const ended = row => row.succeeded + row.failed + row.cancelled + row.stopped;

const summary = (row, place) =>
  el(
    'section',
    {class: 'card'},
    facts([
      [say('dataset'), row.dataset],
      [say('fingerprint'), row.firstData ? fingerprint(row.firstData.fingerprint) : ''],
      [say('owner'), row.owner],
      [say('priority'), String(row.priority)],
      [say('tags'), tags(row.tags)],
      [say('accepted'), ago(row.acceptedAt)],
      [say('offsetOf'), String(row.accepted)],
      [say('trials'), say('succeededOf', {succeeded: row.succeeded, trials: row.trials})],
      [
        say('done'),
        el(
          'span',
          {class: 'epoch'},
          progressBar((100 * ended(row)) / Math.max(1, row.trials), say('progressOf', {trial: row.experiment})),
          `${ended(row)}/${row.trials}`,
        ),
      ],
      [say('state'), countsBar(row)],
      [say('placeInQueue'), place ? String(place) : ''],
      [say('ends'), expected(row.expected?.end)],
      [say('expectedAtFirst'), forecast(row.expected?.atSubmission)],
      [say('archivedFact'), row.archived ? say('archivedYes') : ''],
    ]),
  );

const headings = () => [
  [say('model')],
  [say('trial')],
  [say('fingerprint')],
  [say('status')],
  [say('epoch'), 'right'],
  [say('seconds'), 'right'],
  [say('bestTestAccuracy'), 'right'],
  [say('testLoss'), 'right'],
  [say('trainAccuracy'), 'right'],
  [say('parameters'), 'right'],
  [say('multiplyAdds'), 'right'],
  [say('imageSize'), 'right'],
];

function cells(row) {
  const wins = best >= 0 && row.bestTestAccuracy === best;
  return Object.assign(
    [
      row.model,
      trialLink(row.trial),
      data(row),
      chip(row.status),
      row.status === 'RUNNING' ? how(row) : `${row.epoch}/${row.epochs}`,
      row.seconds > 0 ? format.seconds(row.seconds) : '–',
      wins
        ? el('span', {class: 'best'}, el('span', {class: 'crown'}, '★ '), format.percent(row.bestTestAccuracy))
        : format.percent(row.bestTestAccuracy),
      format.loss(row.testLoss),
      format.percent(row.trainAccuracy),
      format.millions(row.parameters),
      format.millions(row.multiplyAdds),
      row.imageSize ? String(row.imageSize) : '–',
    ],
    {kind: wins ? 'winner' : ''},
  );
}
