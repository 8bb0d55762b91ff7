import {get} from '../api.js';
import {el, every, show} from '../dom.js';
import {listen, settled} from '../live.js';
import {doing} from '../requests.js';
import {Rows} from '../store.js';
import {ago, empty, expected, experimentLink, liveTable, title, trialLink} from '../widgets.js';
import {say} from '../words.js';

const MOST = 500;
const [LEAST, GREATEST] = [-1000, 1000];
const queue = new Rows('trial');
const total = el('p', {class: 'quiet'});
let dragged;

export async function open() {
  const table = liveTable(headings(), 'trial', cells);
  table.element.addEventListener('keydown', byKey);
  for (const [name, action] of Object.entries({dragstart, dragover, drop})) {
    table.element.addEventListener(name, action);
  }
  const card = el('section', {class: 'card flush queue'}, table.element);
  const none = empty(say('nothingWaits'), say('nothingWaitsHint'));
  const hint = el('p', {class: 'quiet'}, say('queueHint'));
  for (const part of [card, none, hint]) part.hidden = true;
  show(title(say('queue'), total), hint, card, none);
  queue.watch(({changed}) => {
    const rows = queue.all();
    card.hidden = hint.hidden = !rows.length;
    none.hidden = rows.length > 0;
    table.draw(rows, changed);
    for (const row of every('.queue tbody tr')) {
      row.draggable = true;
      row.tabIndex = 0;
      row.dataset.trial = row.querySelector('.trial').textContent;
    }
  });
  const answer = await read();
  const again = settled(read, 700, 3000);
  setInterval(() => !document.hidden && again(), 10000);
  listen(`${answer.generation}:${answer.offset}`, {trial: again, experiment: again, worker: again, snapshot: again});
}

async function read() {
  const answer = await get('/api/queue', {limit: MOST});
  total.textContent =
    answer.total > MOST
      ? say('waitingShown', {count: answer.total, shown: answer.rows.length})
      : say('waitingInAll', {count: answer.total});
  queue.replace(answer.rows);
  return answer;
}

const headings = () => [
  [say('place'), 'right'],
  [say('trial')],
  [say('priority')],
  [say('whyItWaits')],
  [say('starts')],
  [say('ends')],
  [say('experiment')],
  [say('owner')],
  [say('model')],
  [say('accepted')],
];

const cells = row => [
  row.place ? String(row.place) : '–',
  trialLink(row.trial),
  stepper(row),
  el('span', {class: 'wrap'}, row.waits ?? '–'),
  expected(row.start) || el('span', {class: 'quiet wrap'}, row.unknown ?? '–'),
  expected(row.end) || '–',
  experimentLink(row.experiment),
  row.owner || '–',
  row.epoch ? say('modelFromEpoch', {model: row.model, epoch: String(row.epoch)}) : row.model,
  ago(row.acceptedAt),
];

const stepper = row =>
  el(
    'span',
    {class: 'stepper'},
    el(
      'button',
      {
        type: 'button',
        class: 'small',
        'aria-label': say('earlierOf', {trial: row.trial}),
        title: say('beforeTheOneAbove'),
        onclick: () => up(row.trial),
      },
      '▲',
    ),
    el('input', {
      type: 'number',
      min: LEAST,
      max: GREATEST,
      value: row.priority ?? 0,
      'aria-label': say('priorityOf', {trial: row.trial}),
      onchange: async ({target}) => {
        await give(row.trial, Number(target.value));
        target.value = queue.get(row.trial)?.priority ?? target.value;
      },
    }),
    el(
      'button',
      {
        type: 'button',
        class: 'small',
        'aria-label': say('laterOf', {trial: row.trial}),
        title: say('behindTheOneBelow'),
        onclick: () => down(row.trial),
      },
      '▼',
    ),
  );

/** Gives a trial another priority; the queue follows when the log says so. */
async function give(trial, wanted) {
  const priority = Math.max(LEAST, Math.min(GREATEST, Math.round(wanted)));
  const row = queue.get(trial);
  if (row && row.priority !== priority && Number.isFinite(priority)) {
    await doing({request: 'change', trial, priority}, say('hasPriority', {trial, priority: String(priority)}));
  }
  await read();
}

const earlier = (one, other) =>
  one.accepted < other.accepted || (one.accepted === other.accepted && one.number < other.number);

/** The least priority with which a trial stands before another: of the same, whoever was accepted first does. */
const before = (row, other) => give(row.trial, other.priority + (earlier(row, other) ? 0 : 1));
const behind = (row, other) => give(row.trial, other.priority - (earlier(other, row) ? 0 : 1));

function neighbour(trial, step) {
  const rows = queue.all();
  return rows[rows.findIndex(row => row.trial === trial) + step];
}

function up(trial) {
  const other = neighbour(trial, -1);
  if (other) before(queue.get(trial), other);
}

function down(trial) {
  const other = neighbour(trial, 1);
  if (other) behind(queue.get(trial), other);
}

function byKey(event) {
  const {trial} = event.target.closest('tr')?.dataset ?? {};
  const move = {ArrowUp: up, ArrowDown: down}[event.key];
  if (!trial || !move || !event.altKey) return;
  event.preventDefault();
  move(trial);
}

function dragstart(event) {
  dragged = event.target.closest?.('tr')?.dataset.trial;
}

function dragover(event) {
  if (dragged && event.target.closest('tr')?.dataset.trial) event.preventDefault();
}

function drop(event) {
  const onto = event.target.closest('tr')?.dataset.trial;
  event.preventDefault();
  if (!dragged || !onto || dragged === onto) return;
  const ids = queue.all().map(row => row.trial);
  const move = ids.indexOf(dragged) > ids.indexOf(onto) ? before : behind;
  move(queue.get(dragged), queue.get(onto));
  dragged = undefined;
}
