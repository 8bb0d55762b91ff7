import {el} from './dom.js';
import {cross, menu} from './widgets.js';
import {say} from './words.js';

// Views of the leaderboard to which a reader gave names; they are kept in this browser.
const KEY = 'podium.views';
const MOST = 50;
const LONGEST = 60;

const sound = each =>
  Array.isArray(each) && typeof each[0] === 'string' && typeof each[1] === 'string' && /^\/(\?|$)/.test(each[1]);

/** The views that are kept, as [name, address] in the order of names; what cannot be read is none. */
export function kept(storage = /** @type {any} */ (localStorage)) {
  try {
    const all = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(all) ? all.filter(sound) : [];
  } catch {
    return [];
  }
}

/** Keeps a view under a name, in the place of the one that had it. */
export function keep(name, address, storage = /** @type {any} */ (localStorage)) {
  const others = kept(storage).filter(([other]) => other !== name);
  const all = [...others.slice(-MOST + 1), [name, address]].sort(([one], [other]) => one.localeCompare(other));
  storage.setItem(KEY, JSON.stringify(all));
}

export function forget(name, storage = /** @type {any} */ (localStorage)) {
  storage.setItem(KEY, JSON.stringify(kept(storage).filter(([other]) => other !== name)));
}

/** A menu of them; `address` tells what the reader sees now. */
export function viewsMenu(address) {
  const list = el('div', {class: 'views'});
  const name = el('input', {
    type: 'text',
    name: 'view',
    required: true,
    maxLength: LONGEST,
    'aria-label': say('viewName'),
    placeholder: say('viewName'),
  });
  const line = ([title, to]) =>
    el(
      'div',
      {class: 'row'},
      el('a', {href: to}, title),
      cross(say('viewForget', {name: title}), () => {
        forget(title);
        draw();
      }),
    );
  const draw = () => list.replaceChildren(...kept().map(line));
  const save = event => {
    event.preventDefault();
    const title = name.value.trim();
    if (title) keep(title, address());
    form.reset();
    draw();
  };
  const form = el(
    'form',
    {class: 'row', onsubmit: save},
    name,
    el('button', {type: 'submit', class: 'small'}, say('viewKeep')),
  );
  draw();
  return menu('views', say('views'), list, form);
}
