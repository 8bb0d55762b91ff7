import {DERIVED} from './columns.js';
import {arrange, el, renew} from './dom.js';
import * as format from './format.js';
import {pickBox} from './picking.js';
import {chip, how, trialLink} from './widgets.js';
import {say} from './words.js';

// Trials as cards with the accuracy first, for screens that are too narrow for a table.
export const narrow = matchMedia('(max-width: 600px)');

const SHOWN = ['trial', 'model', 'seed', 'status', 'attempts', 'progress', 'doing', 'seconds', ...DERIVED];

/** The cards of rows; `accuracy` gives what a row shows as such, `delta` its difference from the base. `draw` takes rows in their order. */
export function cards(picked, accuracy, delta) {
  const element = el('ul', {class: 'cards', 'aria-label': say('leaderboard')});
  const made = new Map();
  let ids = [];
  const make = row =>
    el(
      'li',
      {class: 'card'},
      el('strong', {class: 'num'}, format.percent(accuracy(row)), el('small', {}, delta(row))),
      el(
        'div',
        {},
        trialLink(row.trial),
        el('p', {class: 'quiet'}, `${row.model} · ${say('seedOf', {seed: String(row.seed)})}`),
      ),
      el('div', {class: 'ends'}, chip(row.status), how(row)),
      pickBox(row.trial, picked, () => ids),
    );
  return {
    element,
    draw(rows) {
      if (!narrow.matches) {
        element.replaceChildren();
        made.clear();
        return;
      }
      ids = rows.map(row => row.trial);
      for (const row of rows) {
        const now = JSON.stringify([accuracy(row), delta(row), ...SHOWN.map(name => row[name])]);
        const before = made.get(row.trial);
        if (before?.now === now) continue;
        const card = make(row);
        made.set(row.trial, {now, element: before ? renew(before.element, card) : card});
      }
      arrange(
        element,
        ids.map(id => made.get(id).element),
      );
      for (const id of ids) made.get(id).element.querySelector('.pick').checked = picked.has(id);
    },
  };
}
