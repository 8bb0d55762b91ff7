import {also} from './conditions.js';
import {conditionOf} from './grouping.js';

// Further seeds of groups, as requests.
const MOST_SEEDS = 200;

/** The verdict on two groups, whichever of them is the better one. */
export const verdictOf = (verdicts, one, other) =>
  verdicts.find(each => (each.better === one && each.other === other) || (each.better === other && each.other === one));

/** So many whole numbers that are no seed yet, from the next one on. */
export function freshSeeds(taken, count) {
  const first = Math.max(0, ...taken) + 1;
  return Array.from({length: Math.min(count, MOST_SEEDS)}, (_, index) => first + index);
}

// why: a trial that is stopped early is no score, so further seeds train all their epochs
const LEFT = new Set(['key', 'matrix', 'zip', 'exclude', 'include', 'search', 'stopping']);

/** A request for the same trial by other seeds: its experiment's spec, with its own values for each seed. */
export function submission(spec, assignment, seeds) {
  const kept = Object.fromEntries(Object.entries(spec).filter(([name]) => !LEFT.has(name)));
  const {seed: _, ...values} = assignment;
  const matrix = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
  return {...kept, request: 'submit', matrix: {...matrix, seed: seeds}};
}

/** Whether trials differ in their seed alone. */
export const alike = trials =>
  new Set(
    trials.map(({experiment, assignment: {seed: _, ...values}}) =>
      JSON.stringify([experiment, Object.entries(values).sort()]),
    ),
  ).size === 1;

/**
 * The requests for so many further seeds of each of these groups, the same ones for all, as {name, request, path, seeds};
 * none where the trials of a group differ in more than their seed.
 */
export async function moreSeeds(get, query, groups, names, count) {
  const found = await Promise.all(
    names.map(async name => {
      const group = groups.find(each => each.group === name);
      const filter = also(query.get('filter') ?? '', conditionOf(group.by));
      const asked = Object.fromEntries([...query].filter(([key]) => !['by', 'filter', 'epoch'].includes(key)));
      return (await get('/api/trials', {...asked, filter, limit: 1000})).rows;
    }),
  );
  if (!found.every(alike)) return [];
  const seeds = freshSeeds(
    found.flat().map(row => row.seed),
    count,
  );
  return Promise.all(
    found.map(async ([first], index) => {
      const {spec, tags = spec.tags} = await get(`/api/experiments/${encodeURIComponent(first.experiment)}`);
      const request = {...submission(spec, first.assignment, seeds), ...(tags ? {tags} : {})};
      return {name: names[index], seeds, path: '/api/experiments', request};
    }),
  );
}
