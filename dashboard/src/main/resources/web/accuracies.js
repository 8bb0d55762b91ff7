import {get} from './api.js';

const MOST_AT_ONCE = 100;

/** The test accuracies of these trials in an epoch, by trial; undefined for one that has not come so far. */
export async function accuraciesAt(epoch, trials) {
  const known = new Map();
  for (let from = 0; from < trials.length; from += MOST_AT_ONCE) {
    const trial = trials.slice(from, from + MOST_AT_ONCE).join(',');
    const {rows} = await get('/api/curves', {trial, epoch, limit: MOST_AT_ONCE, superseded: false});
    for (const row of rows) known.set(row.trial, row.points[0]?.testAccuracy);
  }
  return known;
}
