import {get} from '../api.js';
import {arrange, el, renew, show} from '../dom.js';
import * as format from '../format.js';
import {listen, settled} from '../live.js';
import {advanceOn, workers} from '../store.js';
import {ago, chip, empty, facts, hash, progressBar, title, trialLink} from '../widgets.js';
import {say} from '../words.js';

const GONE = new Set(['LOST', 'LEFT']);
const cards = new Map();

export async function open() {
  const busy = el('p', {class: 'quiet'});
  const holder = el('div', {class: 'workers'});
  show(title(say('workers'), busy), holder);
  workers.watch(({changed}) => draw(changed, busy, holder));
  const answer = await read();
  const again = settled(read, 300, 1500);
  listen(`${answer.generation}:${answer.offset}`, {
    worker: again,
    trial: again,
    snapshot: again,
    progress: latest => {
      const row = advanceOn(workers.get(latest.worker), latest);
      if (row) workers.told(row);
    },
  });
}

async function read() {
  const answer = await get('/api/workers', {limit: 1000});
  workers.replace(answer.rows);
  return answer;
}

function draw(changed, busy, holder) {
  const rows = workers.all();
  busy.textContent = say('slotsBusy', {
    busy: rows.flatMap(row => row.trials).flatMap(trial => trial.slot.split(', ')).length,
    slots: rows.filter(row => !GONE.has(row.status)).flatMap(row => row.slots).length,
  });
  for (const id of changed) {
    const row = workers.get(id);
    if (row) cards.set(id, cards.has(id) ? renew(cards.get(id), worker(row)) : worker(row));
    else cards.delete(id);
  }
  arrange(holder, rows.length ? rows.map(row => cards.get(row.worker)) : [empty(say('noWorker'), say('noWorkerHint'))]);
}

function worker(row) {
  const slots = row.drained.includes('') ? say('wholeWorker') : row.drained.join(', ');
  return el(
    'section',
    {class: `card worker ${row.status.toLowerCase()}`},
    el('div', {class: 'row'}, el('h2', {}, row.worker), chip(row.status)),
    row.drained.length ? el('p', {class: 'quiet'}, say('drained', {slots})) : null,
    Object.entries(row.resting).map(([slot, why]) => el('p', {class: 'quiet'}, say('leftOut', {slot, why}))),
    row.note ? el('p', {class: 'quiet'}, row.note) : null,
    el(
      'div',
      {class: 'slots'},
      row.slots.map(slot => square(slot, row)),
    ),
    facts([
      [say('host'), row.host],
      [say('registered'), ago(row.registeredAt)],
      [say('lastEventOf'), ago(row.time)],
      [say('incarnation'), hash(row.incarnation)],
    ]),
  );
}

function idle(slot, row) {
  if (row.drained.includes('') || row.drained.includes(slot.name)) return say('slotDrained');
  if (slot.name in row.resting) return say('slotLeftOut');
  return row.status === 'ALIVE' ? say('slotFree') : say('slotAway');
}

function square(slot, row) {
  const current = row.trials.find(trial => trial.slot.split(', ').includes(slot.name));
  const [lead] = current?.slot.split(', ') ?? [];
  return el(
    'div',
    {class: current ? 'slot busy' : 'slot', title: slot.description},
    el('span', {class: 'strong'}, slot.name),
    ...(!current
      ? [el('span', {class: 'quiet'}, idle(slot, row))]
      : [
          trialLink(current.trial),
          lead === slot.name
            ? el('span', {class: 'how'}, how(current))
            : el('span', {class: 'quiet'}, say('lentTo', {slot: lead})),
        ]),
  );
}

const how = current => [
  progressBar(format.share(current), say('progressOf', {trial: current.trial})),
  el(
    'span',
    {class: 'quiet num'},
    format.doing(current) || say('epochOf', {epoch: String(current.epoch), epochs: String(current.epochs)}),
  ),
];
