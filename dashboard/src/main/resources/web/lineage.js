import {get} from './api.js';
import {el} from './dom.js';
import * as format from './format.js';
import {card, chip, empty, table, trialLink} from './widgets.js';
import {phrase, say} from './words.js';

const DEEPEST = 20;
const MOST = 200;

async function ancestors(row) {
  const all = [];
  for (let from = row.forkedFrom; from && all.length < DEEPEST;) {
    const parent = await get(`/api/trials/${encodeURIComponent(from.trial)}`);
    all.push({epoch: from.epoch, row: parent});
    from = parent.forkedFrom;
  }
  return all;
}

const line = ({epoch, row}) =>
  el(
    'li',
    {},
    ...phrase('beginsWithEpoch', {epoch: String(epoch), trial: trialLink(row.trial)}),
    ' ',
    chip(row.status),
  );

const cells = row => [
  trialLink(row.trial),
  row.forkedFrom ? String(row.forkedFrom.epoch) : '–',
  chip(row.status),
  `${row.epoch}/${row.epochs}`,
  format.percent(row.bestTestAccuracy),
];

/** What a trial began with, back to the first, and what began with it. */
export async function lineage(row) {
  const [above, below] = await Promise.all([
    ancestors(row),
    get('/api/trials', {filter: `forkedFrom = ${row.trial}`, limit: MOST, archived: true}),
  ]);
  return [
    card(
      say('beginsWith'),
      above.length ? el('ol', {class: 'lineage'}, above.map(line)) : el('p', {class: 'quiet'}, say('beganAfresh')),
    ),
    card(
      say('forksOfIt'),
      below.rows.length
        ? table(
            [
              [say('trial')],
              [say('fromEpoch'), 'right'],
              [say('status')],
              [say('epoch'), 'right'],
              [say('bestTestAccuracy'), 'right'],
            ],
            below.rows.map(cells),
          )
        : empty(say('noForks'), say('noForksHint', {trial: row.trial})),
    ),
  ];
}
