import {condition} from './conditions.js';
import {ALL_BUT_SEED} from './view.js';

// By what trials are grouped, and which belong to a group.
const FIXED = [
  'experiment',
  'name',
  'model',
  'dataset',
  'seed',
  'status',
  'tags',
  'worker',
  'fingerprint',
  'imageSize',
];

/** The names by which trials can be grouped: of every trial, and what these experiments vary. */
export const fieldsOf = rows => [
  ...FIXED,
  ...[...new Set(rows.flatMap(row => Object.keys(row.assignment ?? {})))].filter(name => !FIXED.includes(name)).sort(),
];

/** What the board takes as `by`; nothing stands for all but the seed. */
export const byOf = group => (group === ALL_BUT_SEED ? '' : group);

/** The names of a choice; the ones that the board told stand for all but the seed. */
export const namesOf = (group, told) => (group === ALL_BUT_SEED ? told : group.split(',').filter(Boolean));

/** A choice with a name more or less; empty where none is left. */
export function turned(names, name, on) {
  const left = names.filter(each => each !== name);
  return (on ? [...left, name] : left).join(',');
}

/** The filter that a group's trials fit, and no others. */
export const conditionOf = by =>
  Object.entries(by)
    .map(([name, value]) => condition(name, value))
    .join(' and ');
