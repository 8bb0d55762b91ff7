import {get} from '../api.js';
import {balls, COSTS} from '../balls.js';
import {chart} from '../charts.js';
import {differences, same, valuesOf} from '../difference.js';
import {el, show} from '../dom.js';
import * as format from '../format.js';
import {learningCurves} from '../learning.js';
import {listen, settled} from '../live.js';
import {butSeed, timed} from '../points.js';
import {parallel, scatter} from '../spaces.js';
import {
  card,
  cardWith,
  checkBox,
  chip,
  choice,
  cross,
  empty,
  link,
  mixed,
  swatch,
  title,
  trialLink,
} from '../widgets.js';
import {number, say} from '../words.js';

const MOST = 100;
const address = new URLSearchParams(location.search);
const view = {
  trials: (address.get('trials') ?? '').split(',').filter(Boolean),
  base: address.get('base') ?? '',
  all: address.get('all') === 'true',
  cost: address.get('cost') in COSTS ? address.get('cost') : 'multiplyAdds',
  pareto: address.get('pareto') !== 'false',
  x: address.get('x') ?? 'seconds',
  y: address.get('y') ?? 'bestTestAccuracy',
};
const FIRST = {base: '', all: false, cost: 'multiplyAdds', pareto: true, x: 'seconds', y: 'bestTestAccuracy'};
const parts = /** @type {any} */ ({});
let rows = [];
let specs = new Map();

/** What trials came to, with how a value is written, and whether more is better. */
const RESULTS = {
  bestTestAccuracy: {word: 'columnBest', text: format.percent, delta: format.points, more: true},
  bestEpoch: {word: 'columnBestEpoch', text: format.count},
  testLoss: {word: 'testLoss', text: format.loss, delta: plain(3), more: false},
  trainAccuracy: {word: 'trainAccuracy', text: format.percent, delta: format.points, more: true},
  seconds: {word: 'seconds', text: format.seconds, delta: plain(1), more: false},
  parameters: {word: 'parameters', text: format.millions},
  multiplyAdds: {word: 'multiplyAdds', text: format.millions},
};

function plain(digits) {
  return value => number(value, {signDisplay: 'exceptZero', maximumFractionDigits: digits});
}

export async function open() {
  view.trials = [...new Set(view.trials)];
  if (view.trials.length === 0) {
    show(title(say('compare')), empty(say('compareNone'), say('compareNoneHint')), link('/', say('leaderboard')));
    return;
  }
  if (view.trials.length > MOST) throw new Error(say('compareMost', {count: MOST}));
  const answer = await read();
  frame();
  draw();
  await refresh();
  const again = settled(refresh);
  const shown = row => view.trials.includes(row.trial);
  listen(`${answer.generation}:${answer.offset}`, {
    trial: row => (shown(row) ? again() : undefined),
    snapshot: again,
  });
}

async function read() {
  const answer = await get('/api/trials', {trial: view.trials.join(','), archived: true, limit: MOST});
  rows = view.trials.map(id => answer.rows.find(row => row.trial === id)).filter(Boolean);
  const missing = view.trials.filter(id => !rows.some(row => row.trial === id));
  if (missing.length) throw new Error(say('compareMissing', {names: missing.join(', ')}));
  const experiments = [...new Set(rows.map(row => row.experiment))].filter(id => !specs.has(id));
  const details = await Promise.all(experiments.map(id => get(`/api/experiments/${encodeURIComponent(id)}`)));
  details.forEach((detail, index) => specs.set(experiments[index], detail.spec));
  return answer;
}

function remember(change) {
  Object.assign(view, change);
  const words = Object.entries(FIRST)
    .filter(([name, first]) => view[name] !== first)
    .map(([name]) => `&${name}=${encodeURIComponent(view[name])}`);
  history.replaceState(null, '', `/compare?trials=${view.trials.map(encodeURIComponent).join(',')}${words.join('')}`);
}

const nameOf = row => `${butSeed(row)} · ${row.trial}`;

function frame() {
  parts.mixed = el('div');
  parts.table = el('div');
  parts.curves = learningCurves();
  parts.pickers = el('span', {class: 'row'});
  const holders = Object.fromEntries(
    Object.entries({balls: 'ballsLabel', scatter: 'scatterLabel', parallel: 'parallelLabel'}).map(([name, label]) => [
      name,
      el('div', {class: 'chart tall', role: 'img', 'aria-label': say(label)}),
    ]),
  );
  show(
    title(say('compare'), el('p', {class: 'quiet'}, say('trialsInAll', {count: view.trials.length}))),
    parts.mixed,
    cardWith(
      say('differences'),
      [
        checkBox('showSame', view.all, all => {
          remember({all});
          draw();
        }),
      ],
      parts.table,
    ),
    cardWith(
      say('accuracyAgainstCost'),
      [
        choice(
          say('horizontalAxis'),
          {multiplyAdds: say('byMultiplyAdds'), seconds: say('bySeconds'), slotSeconds: say('bySlotSeconds')},
          view.cost,
          cost => {
            remember({cost});
            parts.balls({afresh: true});
          },
        ),
        front(),
        el('span', {class: 'quiet'}, say('ballsKey')),
      ],
      holders.balls,
    ),
    parts.curves.element,
    cardWith(say('scatter'), [parts.pickers], holders.scatter),
    card(say('parallel'), holders.parallel),
  );
  pickers();
  parts.curves.begin();
  parts.balls = chart(holders.balls, () => balls(rows.map(labelled), view.cost, {pareto: view.pareto}));
  parts.scatter = chart(holders.scatter, () =>
    scatter(points(), field(view.x), field(view.y), {pareto: view.pareto && view.y === 'bestTestAccuracy'}),
  );
  parts.parallel = chart(holders.parallel, () =>
    parallel(points(), [...varying().map(field), field('bestTestAccuracy')]),
  );
}

const front = () =>
  checkBox('paretoFront', view.pareto, pareto => {
    remember({pareto});
    parts.balls();
    parts.scatter();
  });

const labelled = row => ({...row, name: row.trial, label: butSeed(row)});

/** The names of values in which these trials differ; what none of them varies is left out. */
function varying() {
  const names = [...new Set(rows.flatMap(row => ['model', ...Object.keys(row.assignment ?? {}), 'seed']))];
  const found = names.filter(name => new Set(rows.map(row => JSON.stringify(valueOf(row, name)))).size > 1);
  return found.length ? found : ['model'];
}

const valueOf = (row, name) => {
  const value = name in RESULTS ? row[name] : name === 'model' || name === 'seed' ? row[name] : row.assignment?.[name];
  return value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
};

const field = name => ({name, title: name in RESULTS ? say(RESULTS[name].word) : name});

/** Trials by all names that charts take; shares as of 100. */
const points = () =>
  rows.map(row => ({
    trial: row.trial,
    name: nameOf(row),
    values: Object.fromEntries(
      [...Object.keys(RESULTS), ...varying()].map(name => {
        const value = valueOf(row, name);
        return [name, /Accuracy$/.test(name) && typeof value === 'number' ? 100 * value : value];
      }),
    ),
  }));

function pickers() {
  const names = [...Object.keys(RESULTS), ...varying()];
  const picker = axis =>
    el(
      'label',
      {class: 'check'},
      say(axis === 'x' ? 'across' : 'upwards'),
      el(
        'select',
        {
          name: axis,
          onchange: event => {
            remember({[axis]: event.target.value});
            parts.scatter({afresh: true});
          },
        },
        names.map(name => el('option', {value: name, selected: name === view[axis]}, field(name).title)),
      ),
    );
  parts.pickers.replaceChildren(picker('x'), picker('y'));
}

async function refresh() {
  const [, learned] = await Promise.all([
    read(),
    get('/api/curves', {trial: view.trials.join(','), superseded: true, limit: MOST}),
  ]);
  draw();
  parts.curves.draw(
    learned.rows.map(row => ({
      trial: row.trial,
      name: row.trial,
      group: butSeed(row),
      points: timed(row.points, row),
    })),
    learned.total,
  );
  for (const name of ['balls', 'scatter', 'parallel']) parts[name]();
}

const shownValue = value =>
  value === undefined || value === null || value === ''
    ? '–'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

function draw() {
  parts.mixed.replaceChildren(...mixed(rows));
  const base = Math.max(
    0,
    rows.findIndex(row => row.trial === view.base),
  );
  const all = differences(rows.map(row => valuesOf(row, specs.get(row.experiment))));
  const shown = all.filter(each => view.all || !each.same);
  const hidden = all.length - shown.length;
  parts.table.replaceChildren(
    el(
      'div',
      {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': say('differences')},
      el(
        'table',
        {id: 'differences'},
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            el('th', {scope: 'col'}, say('base')),
            rows.map((row, i) => heading(row, i === base)),
          ),
        ),
        el(
          'tbody',
          {},
          ...Object.keys(RESULTS).map(name => resultRow(name, base)),
          statusRow(),
          ...shown.map(each => valueRow(each, base)),
        ),
      ),
    ),
    hidden ? el('p', {class: 'quiet'}, say('sameHidden', {count: hidden})) : '',
  );
}

const heading = (row, isBase) =>
  el(
    'th',
    {scope: 'col', class: isBase ? 'base' : ''},
    el(
      'label',
      {class: 'check'},
      el('input', {
        type: 'radio',
        name: 'base',
        checked: isBase,
        'aria-label': say('baseOf', {trial: row.trial}),
        onchange: () => {
          remember({base: row.trial});
          draw();
          parts.table.querySelector('input[name=base]:checked').focus();
        },
      }),
      trialLink(row.trial),
      rows.length > 1 ? remover(row) : null,
    ),
  );

const remover = row =>
  cross(
    say('compareWithout', {trial: row.trial}),
    () => {
      remember({trials: view.trials.filter(id => id !== row.trial)});
      rows = rows.filter(each => each !== row);
      refresh();
    },
    {class: 'plain'},
  );

const statusRow = () =>
  el('tr', {}, el('th', {scope: 'row'}, say('status')), ...rows.map(row => el('td', {}, chip(row.status))));

function resultRow(name, base) {
  const {word, text, delta, more} = RESULTS[name];
  const from = rows[base][name];
  return el(
    'tr',
    {class: 'result'},
    el('th', {scope: 'row'}, say(word)),
    ...rows.map((row, index) => {
      const value = row[name];
      const compared =
        delta && index !== base && typeof value === 'number' && typeof from === 'number' && value !== from;
      const better = compared && value > from === more;
      return el(
        'td',
        {class: 'num'},
        text(value),
        compared ? el('span', {class: better ? 'delta good' : 'delta bad'}, ` ${delta(value - from)}`) : null,
      );
    }),
  );
}

const valueRow = ({name, values}, base) =>
  el(
    'tr',
    {},
    el('th', {scope: 'row'}, name),
    ...values.map((value, index) =>
      el(
        'td',
        {class: same(value, values[base]) ? '' : 'differs'},
        name === 'model' && index >= 0 ? [swatch(rows[index].trial), shownValue(value)] : shownValue(value),
      ),
    ),
  );
