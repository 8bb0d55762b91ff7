import {get} from './api.js';
import {el} from './dom.js';
import * as format from './format.js';
import {toast} from './requests.js';
import {cross, trialLink} from './widgets.js';
import {phrase, say} from './words.js';

// The trial that others are compared with: which it is, and how far each is from it.

/**
 * A base; at first there is none. `accuracy` tells that of a row, `left` is called when the reader wants no base.
 * `element` says which it is.
 */
export function baseline({accuracy, left}) {
  const element = el('p', {class: 'quiet', id: 'base', hidden: true});
  let row = /** @type {any} */ (undefined);

  function tell() {
    element.hidden = !row;
    if (!row) return;
    const leave = cross(say('baseForget'), left, {id: 'no-base'});
    const percent = format.percent(accuracy(row));
    element.replaceChildren(...phrase('comparedWith', {trial: trialLink(row.trial), percent}), ' ', leave);
  }

  async function found(trial) {
    try {
      const {rows} = await get('/api/leaderboard', {trial, archived: true, limit: 1});
      if (!rows.length) toast(say('noBase', {trial}), true);
      return rows[0];
    } catch (error) {
      toast(error.message, true);
      return undefined;
    }
  }

  /** What its trial is now; whether that is another accuracy. */
  function follow(now) {
    if (row?.trial !== now.trial) return false;
    const before = accuracy(row);
    row = now;
    tell();
    return before !== accuracy(row);
  }

  return {
    element,
    tell,
    /** Whether there is one. */
    there: () => Boolean(row),
    /** Makes a trial the base, which may be on another page or put aside; without an id there is none. Its id, where there is one. */
    async read(trial) {
      row = trial ? await found(trial) : undefined;
      tell();
      return row?.trial ?? '';
    },
    /** Reads it once more; whether that is another accuracy. */
    async again() {
      const now = row && (await found(row.trial));
      return Boolean(now) && follow(now);
    },
    follow,
    /** How far a row's accuracy is from the base's, in words. */
    delta(other) {
      if (!row) return '';
      if (other.trial === row.trial) return say('base');
      const [mine, its] = [accuracy(other), accuracy(row)];
      return Number.isFinite(mine) && Number.isFinite(its) ? format.points(mine - its) : '';
    },
  };
}
