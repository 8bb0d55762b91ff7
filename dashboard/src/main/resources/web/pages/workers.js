import {get} from '../api.js';
import {el, empty, facts, show, title} from '../dom.js';
import * as format from '../format.js';
import {listen, settled} from '../live.js';

const shown = new Map();
const GONE = new Set(['LOST', 'LEFT']);

export async function open() {
  const answer = await draw();
  const again = settled(draw, 300, 1500);
  listen(`${answer.generation}:${answer.offset}`, {
    worker: again,
    trial: again,
    snapshot: again,
    progress: latest => {
      const held = shown.get(latest.trial);
      if (held?.current.attempt === latest.attempt)
        held.box.replaceChildren(...how(format.advance(held.current, latest)));
    },
  });
}

async function draw() {
  const answer = await get('/api/workers', {limit: 1000});
  const slots = answer.rows.filter(row => !GONE.has(row.status)).flatMap(row => row.slots).length;
  const busy = answer.rows.flatMap(row => row.trials).length;
  shown.clear();
  show(
    title('Workers', el('p', {class: 'quiet'}, `${busy} of ${slots} slots busy`)),
    answer.rows.length
      ? el('div', {class: 'workers'}, answer.rows.map(worker))
      : empty('No worker has registered.', 'Start one with: podium worker --join HOST:25520'),
  );
  return answer;
}

function worker(row) {
  return el(
    'section',
    {class: `card worker ${row.status.toLowerCase()}`},
    el('div', {class: 'row'}, el('h2', {}, row.worker), format.chip(row.status)),
    row.drained.length
      ? el(
          'p',
          {class: 'quiet'},
          `Drained: ${row.drained.includes('') ? 'the whole worker' : row.drained.join(', ')} gets nothing new.`,
        )
      : null,
    Object.entries(row.resting).map(([slot, why]) => el('p', {class: 'quiet'}, `Left out: ${slot}: ${why}.`)),
    row.note ? el('p', {class: 'quiet'}, row.note) : null,
    el(
      'div',
      {class: 'slots'},
      row.slots.map(slot => square(slot, row)),
    ),
    facts([
      ['Host', row.host],
      ['Registered', format.ago(row.registeredAt)],
      ['Last event', format.ago(row.time)],
      ['Incarnation', format.hash(row.incarnation)],
    ]),
  );
}

const drained = (slot, row) => row.drained.includes('') || row.drained.includes(slot.name);

function square(slot, row) {
  const current = row.trials.find(trial => trial.slot.split(', ').includes(slot.name));
  if (!current) {
    return el(
      'div',
      {class: 'slot', title: slot.description},
      el('span', {class: 'strong'}, slot.name),
      el(
        'span',
        {class: 'quiet'},
        drained(slot, row)
          ? 'drained'
          : slot.name in row.resting
            ? 'left out'
            : row.status === 'ALIVE'
              ? 'free'
              : 'not available',
      ),
    );
  }
  const [lead] = current.slot.split(', ');
  if (lead !== slot.name) {
    return el(
      'div',
      {class: 'slot busy', title: slot.description},
      el('span', {class: 'strong'}, slot.name),
      format.trialLink(current.trial),
      el('span', {class: 'quiet'}, `lent to ${lead}`),
    );
  }
  const box = el('span', {class: 'how'}, how(current));
  shown.set(current.trial, {current, box});
  return el(
    'div',
    {class: 'slot busy', title: slot.description},
    el('span', {class: 'strong'}, slot.name),
    format.trialLink(current.trial),
    box,
  );
}

const how = current => [
  format.progressBar(current.progress ?? (100 * current.epoch) / current.epochs, `progress of ${current.trial}`),
  el('span', {class: 'quiet num'}, format.doing(current) || `epoch ${current.epoch}/${current.epochs}`),
];
