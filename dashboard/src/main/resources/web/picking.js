import {el} from './dom.js';
import {say} from './words.js';

// Which trials a reader picked: kept by id, so that rows may come and go.

/** The ids from one to another in the order they stand; both are among them. */
export function between(ids, one, other) {
  const [from, to] = [ids.indexOf(one), ids.indexOf(other)].sort((a, b) => a - b);
  return from < 0 ? [other] : ids.slice(from, to + 1);
}

export class Picked {
  #ids;
  #last = '';
  #changed;

  /** Begins with these; `changed` is called with the ids that changed. */
  constructor(ids, changed) {
    this.#ids = new Set(ids);
    this.#changed = changed;
  }

  has(id) {
    return this.#ids.has(id);
  }

  all() {
    return [...this.#ids];
  }

  /** Picks one or lets it go; with `range`, all from the last one on, in the order that `ids` tell. */
  turn(id, on, {range = false, ids = [id]} = {}) {
    const meant = range && this.#last ? between(ids, this.#last, id) : [id];
    this.#last = id;
    this.set(meant, on);
  }

  /** Picks these or lets them go. */
  set(ids, on) {
    const turned = ids.filter(id => this.#ids.has(id) !== on);
    for (const id of turned) {
      if (on) this.#ids.add(id);
      else this.#ids.delete(id);
    }
    if (turned.length) this.#changed(turned);
  }
}

/** The box of a trial's row; with shift, all from the last one on. */
export function pickBox(id, picked, ids) {
  let shift = false;
  return el('input', {
    type: 'checkbox',
    class: 'pick',
    checked: picked.has(id),
    'aria-label': say('pick', {trial: id}),
    onclick: event => (shift = event.shiftKey),
    onkeydown: event => (shift = event.shiftKey),
    onchange: event => {
      picked.turn(id, event.target.checked, {range: shift, ids: ids()});
      shift = false;
    },
  });
}
