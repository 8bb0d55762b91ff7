import {get} from '../api.js';
import {arrange, el, renew, show} from '../dom.js';
import * as format from '../format.js';
import {listen, settled} from '../live.js';
import {doing} from '../requests.js';
import {advanceOn, workers} from '../store.js';
import {ago, chip, empty, facts, hash, progressBar, title, trialLink} from '../widgets.js';
import {say} from '../words.js';

const GONE = new Set(['LOST', 'LEFT']);
const STATES = {
  used: 'slotUsed',
  free: 'slotFree',
  draining: 'slotDraining',
  leftOut: 'slotLeftOut',
  suspected: 'slotSuspected',
  stuck: 'slotStuck',
  away: 'slotAway',
};
const cards = new Map();
const parts = {};

export async function open() {
  parts.busy = el('p', {class: 'quiet'});
  parts.key = el('p', {class: 'key', hidden: true});
  parts.here = el('div', {class: 'workers'});
  parts.left = el('div', {class: 'workers'});
  parts.count = el('summary');
  parts.gone = el('details', {class: 'gone', hidden: true}, parts.count, parts.left);
  const all = el('div', {onclick: act}, parts.here, parts.gone);
  show(title(say('workers'), parts.busy), parts.key, all);
  workers.watch(({changed}) => draw(changed));
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
    capacity: latest => {
      const row = workers.get(latest.worker);
      if (row) workers.told({...row, capacity: latest.capacity});
      // why: that a slot is let go of is no change of a row
      if (row && Object.keys(row.stuck).length) again();
    },
  });
}

async function read() {
  const answer = await get('/api/workers', {limit: 1000});
  workers.replace(answer.rows);
  return answer;
}

/** What a button asks for; it says so itself, since a card is renewed in its place. */
async function act(event) {
  const button = event.target.closest('button[data-request]');
  if (!button) return;
  const {request, worker: name, slot} = button.dataset;
  button.closest('details.menu')?.removeAttribute('open');
  button.disabled = true;
  const whom = slot ? say('slotOfWorker', {slot, worker: name}) : name;
  await doing(
    slot ? {request, worker: name, slot} : {request, worker: name},
    say({drain: 'isDrained', undrain: 'isUndrained', release: 'isReleased'}[request], {whom}),
  );
  button.disabled = false;
  await read();
}

function draw(changed) {
  const rows = workers.all();
  const present = rows.filter(row => row.status !== 'LEFT');
  const left = rows.filter(row => row.status === 'LEFT');
  parts.busy.textContent = say('slotsBusy', {
    busy: rows.flatMap(row => row.trials).flatMap(trial => trial.slot.split(', ')).length,
    slots: rows.filter(row => !GONE.has(row.status)).flatMap(row => row.slots).length,
  });
  for (const id of changed) {
    const row = workers.get(id);
    if (row) cards.set(id, cards.has(id) ? renew(cards.get(id), worker(row)) : worker(row));
    else cards.delete(id);
  }
  const holding = rows => rows.map(row => cards.get(row.worker));
  arrange(parts.here, present.length ? holding(present) : [empty(say('noWorker'), say('noWorkerHint'))]);
  arrange(parts.left, holding(left));
  parts.gone.hidden = !left.length;
  parts.count.textContent = say('workersLeft', {count: left.length});
  key(present);
}

/** How many slots are in which state, beside how each looks. */
function key(rows) {
  const states = rows.flatMap(row => row.slots.map(slot => stateOf(slot, row)));
  parts.key.hidden = !states.length;
  parts.key.replaceChildren(
    ...Object.keys(STATES)
      .map(state => [state, states.filter(each => each === state).length])
      .filter(([, count]) => count)
      .map(([state, count]) =>
        el(
          'span',
          {},
          el('span', {class: `square ${state}`, 'aria-hidden': 'true'}),
          say('slotsIn', {count, state: say(STATES[state])}),
        ),
      ),
  );
}

const ask = (request, row, slot, text) =>
  el(
    'button',
    {type: 'button', class: 'small', 'data-request': request, 'data-worker': row.worker, 'data-slot': slot},
    text,
  );

function worker(row) {
  const slots = row.drained.includes('') ? say('wholeWorker') : row.drained.join(', ');
  return el(
    'section',
    {class: `card worker ${row.status.toLowerCase()}`, 'aria-label': row.worker},
    el(
      'div',
      {class: 'row'},
      el('h2', {}, row.worker),
      chip(row.status),
      el(
        'span',
        {class: 'tools'},
        row.drained.includes('')
          ? ask('undrain', row, undefined, say('undrain'))
          : ask('drain', row, undefined, say('drain')),
      ),
    ),
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
      ...roomOf(row.capacity),
      [say('registered'), ago(row.registeredAt)],
      [say('lastEventOf'), ago(row.time)],
      [say('incarnation'), hash(row.incarnation)],
    ]),
  );
}

/** What is free of the machine, as far as the worker said so. */
function roomOf(capacity) {
  if (!capacity) return [];
  const room = (all, free) =>
    say('freeOf', {free: free ? format.bytes(free) : say('mebibytes', {count: 0}), all: format.bytes(all)});
  return [
    capacity.memoryBytes ? [say('memory'), room(capacity.memoryBytes, capacity.memoryFreeBytes)] : null,
    capacity.diskBytes ? [say('disk'), room(capacity.diskBytes, capacity.diskFreeBytes)] : null,
  ].filter(Boolean);
}

const heldBy = (slot, row) => row.trials.find(trial => trial.slot.split(', ').includes(slot.name));

function stateOf(slot, row) {
  if (GONE.has(row.status)) return 'away';
  if (slot.name in row.stuck) return 'stuck';
  if (slot.name in row.resting) return 'leftOut';
  if (row.status === 'SUSPECT') return 'suspected';
  if (row.drained.includes('') || row.drained.includes(slot.name)) return 'draining';
  return heldBy(slot, row) ? 'used' : 'free';
}

function menu(slot, row) {
  const drained = row.drained.includes(slot.name);
  return el(
    'details',
    {class: 'menu'},
    el(
      'summary',
      {'aria-label': say('actionsOf', {whom: say('slotOfWorker', {slot: slot.name, worker: row.worker})})},
      '⋯',
    ),
    el(
      'div',
      {class: 'choices'},
      drained ? ask('undrain', row, slot.name, say('undrain')) : ask('drain', row, slot.name, say('drain')),
      slot.name in row.resting ? ask('release', row, slot.name, say('release')) : null,
    ),
  );
}

function square(slot, row) {
  const current = heldBy(slot, row);
  const [lead] = current?.slot.split(', ') ?? [];
  const state = stateOf(slot, row);
  return el(
    'div',
    {class: current ? `slot busy ${state}` : `slot ${state}`, title: slot.description},
    el('div', {class: 'head'}, el('span', {class: 'strong'}, slot.name), GONE.has(row.status) ? null : menu(slot, row)),
    ...(state === 'stuck'
      ? stuckOn(row.stuck[slot.name])
      : !current
        ? [el('span', {class: 'quiet'}, say(STATES[state]))]
        : [
            trialLink(current.trial),
            state === 'used' ? null : el('span', {class: 'quiet'}, say(STATES[state])),
            lead === slot.name
              ? el('span', {class: 'how'}, how(current))
              : el('span', {class: 'quiet'}, say('lentTo', {slot: lead})),
          ]),
  );
}

const stuckOn = held => [
  el('span', {class: 'strong'}, say(STATES.stuck)),
  el('span', {class: 'quiet'}, say('stuckOn', {attempt: held.attempt})),
  trialLink(held.trial),
];

const how = current => [
  progressBar(format.share(current), say('progressOf', {trial: current.trial})),
  el(
    'span',
    {class: 'quiet num'},
    format.doing(current) || say('epochOf', {epoch: String(current.epoch), epochs: String(current.epochs)}),
  ),
];
