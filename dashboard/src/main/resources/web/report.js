import {percent} from './format.js';

// The tables of a report. Each cell names its trials and their offsets in a comment, by which `podium check` finds stale ones.
const DIGITS = {accuracy: 2, seconds: 1};

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of one value none is known. */
function deviation(values) {
  if (values.length < 2) return undefined;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

const words = value => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Trials that differ in their seed alone make a row: {name, trials, accuracy, seconds}, of those that succeeded. */
export function reportRows(all) {
  const done = all.filter(row => row.status === 'SUCCEEDED' && row.bestTestAccuracy !== null);
  const names = [...new Set(done.flatMap(row => Object.keys(row.assignment)))].filter(
    name =>
      name !== 'seed' && name !== 'model' && done.some(row => !same(row.assignment[name], done[0].assignment[name])),
  );
  const groups = new Map();
  for (const row of done) {
    const name = [
      row.model,
      ...names.filter(each => each in row.assignment).map(each => `${each}=${words(row.assignment[each])}`),
    ].join(', ');
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(row);
  }
  return [...groups].map(([name, trials]) => ({
    name,
    trials,
    accuracy: trials.map(row => row.bestTestAccuracy),
    seconds: trials.map(row => row.seconds),
  }));
}

/** The mean and, of several, the deviation, as text: [mean, deviation]. */
export function figure(row, kind) {
  const write = value => (kind === 'accuracy' ? percent(value, DIGITS.accuracy) : value.toFixed(DIGITS.seconds));
  const spread = deviation(row[kind]);
  return [write(mean(row[kind])), spread === undefined ? undefined : write(spread)];
}

const note = (row, kind) => `podium ${kind} ${row.trials.map(each => `${each.trial}@${each.offset}`).join(' ')}`;

const MARKDOWN = /[\\|`*_<>[\]]/g;
const LATEX = /[#$%&_{}]/g;

/** `heads` are the names of the columns: model, seeds, seconds, accuracy. */
export function markdown(rows, heads) {
  const cell = (row, kind) => `${figure(row, kind).filter(Boolean).join(' ± ')} <!-- ${note(row, kind)} -->`;
  return [
    `| ${heads.join(' | ')} |`,
    '|---|--:|--:|--:|',
    ...rows.map(
      row =>
        `| ${row.name.replace(MARKDOWN, '\\$&')} | ${row.trials.length} | ${cell(row, 'seconds')} | ${cell(row, 'accuracy')} |`,
    ),
    '',
  ].join('\n');
}

export function latex(rows, heads) {
  const safe = text => text.replace(/\\/g, '/').replace(LATEX, '\\$&');
  const cell = (row, kind) => `  & ${figure(row, kind).filter(Boolean).join(' $\\pm$ ')} % ${note(row, kind)}`;
  return [
    '\\begin{tabular}{lrrr}',
    '\\hline',
    `${heads.map(safe).join(' & ')} \\\\`,
    '\\hline',
    ...rows.flatMap(row => [
      `${safe(row.name)} & ${row.trials.length}`,
      cell(row, 'seconds'),
      cell(row, 'accuracy'),
      '  \\\\',
    ]),
    '\\hline',
    '\\end{tabular}',
    '',
  ].join('\n');
}
