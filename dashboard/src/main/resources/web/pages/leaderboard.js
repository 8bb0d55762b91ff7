import {get} from '../api.js';
import {columns, fieldOf, nameOf, nestedFieldSeparator, varied} from '../columns.js';
import {byId, el, show} from '../dom.js';
import {columnMenu, grid} from '../grid.js';
import {listen, settled} from '../live.js';
import {advance, trials} from '../store.js';
import {archivedBox, empty, failed, mixed, title} from '../widgets.js';
import {say} from '../words.js';

const SIZE = 100;
const FIRST_SORT = '-bestTestAccuracy';
const STATUSES = ['RUNNING', 'QUEUED', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'STOPPED'];
const address = new URLSearchParams(location.search);
const view = {
  experiment: address.get('experiment') ?? '',
  model: address.get('model') ?? '',
  status: address.get('status') ?? '',
  filter: address.get('filter') ?? '',
  archived: address.get('archived') === 'true' ? 'true' : '',
  sort: address.get('sort') ?? FIRST_SORT,
  page: Number(address.get('page') ?? 0),
};
const archived = new Map();
let best = -1;
let board;
let total = 0;
let listening = false;
let fields = new Set();
let placed = new Set();

export async function open() {
  const csv = el('a', {id: 'csv', class: 'button', download: 'leaderboard.csv', title: say('csvMeaning')}, say('csv'));
  const tools = el('div', {class: 'tools'}, csv);
  const holder = el('div', {id: 'grid'});
  show(
    title(say('leaderboard'), el('p', {class: 'quiet', id: 'total'}, ''), tools),
    filters(),
    el('div', {id: 'mixed'}),
    el('div', {id: 'notice'}),
    holder,
    pager(),
  );
  const answer = await read();
  const shown = [...columns(value => value !== null && value === best), ...varied(answer?.rows ?? [])];
  board = await grid(holder, 'leaderboard', {
    index: 'trial',
    data: [],
    columns: shown,
    nestedFieldSeparator,
    maxHeight: 'calc(100vh - 260px)',
    sortMode: 'remote',
    initialSort: orders()
      .filter(({column}) => shown.some(({field}) => field === column))
      .reverse(),
  });
  fields = new Set(shown.map(({field}) => field));
  tools.append(columnMenu(board, 'leaderboard'));
  board.on('dataSorting', sorted);
  trials.watch(draw);
  if (answer) await take(answer);
  const names = (await get('/api/experiments', {limit: 1000, sort: '-accepted'})).rows;
  names.forEach(row => archived.set(row.experiment, row.archived));
  document
    .getElementById('experiments')
    .replaceChildren(
      ...[...new Set(names.flatMap(row => [row.experiment, row.name]))].map(value => el('option', {value})),
    );
}

const orders = () =>
  view.sort.split(',').map(by => ({column: fieldOf(by.replace(/^-/, '')), dir: by.startsWith('-') ? 'desc' : 'asc'}));

function sorted(sorters) {
  const sort = sorters.map(by => (by.dir === 'desc' ? '-' : '') + nameOf(by.field)).join(',');
  if (sort && sort !== view.sort) turn({sort});
}

/** Another view of the trials, from its first page on. */
function turn(change) {
  Object.assign(view, {page: 0}, change);
  reload();
}

function filters() {
  const field = (name, label, more) =>
    el(
      'label',
      {},
      label,
      el('input', {
        name,
        value: view[name],
        placeholder: say('all'),
        autocomplete: 'off',
        onchange: event => turn({[name]: event.target.value.trim()}),
        ...more,
      }),
    );
  return el(
    'form',
    {class: 'filters', onsubmit: event => event.preventDefault()},
    field('experiment', say('experiment'), {list: 'experiments'}),
    el('datalist', {id: 'experiments'}),
    field('model', say('model')),
    el(
      'label',
      {},
      say('status'),
      el(
        'select',
        {name: 'status', onchange: event => turn({status: event.target.value})},
        el('option', {value: ''}, say('all')),
        STATUSES.map(value => el('option', {value, selected: value === view.status}, say(value))),
      ),
    ),
    el(
      'label',
      {class: 'wide'},
      say('filter'),
      el('input', {
        name: 'filter',
        value: view.filter,
        maxlength: 2000,
        autocomplete: 'off',
        spellcheck: 'false',
        placeholder: say('filterExample'),
        'aria-describedby': 'notice',
        onchange: event => turn({filter: event.target.value.trim()}),
      }),
    ),
    archivedBox(view.archived, checked => turn({archived: checked})),
  );
}

function pager() {
  const step = by => () => turn({page: Math.max(0, view.page + by)});
  return el(
    'div',
    {class: 'pager', id: 'pager', hidden: true},
    el('button', {type: 'button', id: 'previous', onclick: step(-1)}, say('previous')),
    el('span', {id: 'pages', class: 'quiet'}),
    el('button', {type: 'button', id: 'next', onclick: step(1)}, say('next')),
  );
}

/** The view as words of an address, as the board takes them, too. */
function words() {
  const query = new URLSearchParams();
  for (const name of ['experiment', 'model', 'status', 'filter', 'archived'])
    if (view[name]) query.set(name, view[name]);
  if (view.sort !== FIRST_SORT) query.set('sort', view.sort);
  return query;
}

function remember() {
  const query = words();
  byId('csv').setAttribute('href', query.size ? `/api/leaderboard.csv?${query}` : '/api/leaderboard.csv');
  if (view.page) query.set('page', String(view.page));
  history.replaceState(null, '', query.size ? `/?${query}` : '/');
}

async function read() {
  remember();
  const filter = document.querySelector('input[name=filter]');
  try {
    const answer = await get('/api/leaderboard', {...view, limit: SIZE});
    filter.setAttribute('aria-invalid', 'false');
    return answer;
  } catch (error) {
    const mistyped = view.filter && error.message.startsWith('filter');
    filter.setAttribute('aria-invalid', String(Boolean(mistyped)));
    document
      .getElementById('notice')
      .replaceChildren(mistyped ? el('p', {class: 'wrong', role: 'alert'}, error.message) : failed(error));
    return undefined;
  }
}

async function reload() {
  const answer = await read();
  if (answer) await take(answer);
}

/** Columns of what these trials vary, where others did not. */
async function widen(rows) {
  for (const column of varied(rows).filter(({field}) => !fields.has(field))) {
    fields.add(column.field);
    await board.addColumn(column);
  }
}

async function take(answer) {
  const before = trials
    .all()
    .map(row => row.trial)
    .join();
  total = answer.total;
  trials.replace(answer.rows);
  await widen(answer.rows);
  // why: rows that stand where they stood are changed in their place, so that nothing moves under the reader
  if (before !== answer.rows.map(row => row.trial).join()) {
    findBest();
    placed = new Set();
    await board.replaceData(answer.rows);
    placed = new Set(answer.rows.map(row => row.trial));
    // why: what was told meanwhile
    draw({changed: placed, strange: new Set()});
  }
  around();
  if (!listening) {
    listening = true;
    listen(`${answer.generation}:${answer.offset}`, {trial: patch, experiment: putAside, progress, snapshot: reload});
  }
}

function around() {
  const pages = Math.max(1, Math.ceil(total / SIZE));
  byId('total').textContent = say('trialsInAll', {count: total});
  byId('pager').hidden = pages === 1;
  byId('pages').textContent = say('pageOf', {page: view.page + 1, pages});
  byId('previous').disabled = view.page === 0;
  byId('next').disabled = view.page >= pages - 1;
  byId('grid').hidden = total === 0;
  const filtered = view.experiment || view.model || view.status || view.filter;
  document
    .getElementById('notice')
    .replaceChildren(
      ...(total
        ? []
        : [filtered ? empty(say('noTrialFits'), say('noTrialFitsHint')) : empty(say('noTrials'), say('noTrialsHint'))]),
    );
}

function findBest() {
  const before = best;
  best = Math.max(-1, ...trials.all().map(row => row.bestTestAccuracy ?? -1));
  return best !== before;
}

function draw({changed, strange}) {
  const rows = [...changed].filter(id => placed.has(id) && trials.get(id)).map(id => trials.get(id));
  if (rows.length) board.updateData(rows);
  if (findBest()) board.getRows().forEach(row => row.reformat());
  else rows.forEach(row => board.getRow(row.trial).reformat());
  byId('mixed').replaceChildren(...mixed(trials.all()));
  if (strange.size) reorder();
}

const reorder = settled(() => {
  // why: rows must not jump away under a pointer
  if (document.querySelector('#grid:hover')) reorder();
  else reload();
});

function patch(row) {
  const before = trials.get(row.trial);
  if (before || wanted(row)) trials.told(row);
  if (before && (before.bestTestAccuracy !== row.bestTestAccuracy || before.status !== row.status)) reorder();
}

function putAside(row) {
  if (archived.get(row.experiment) !== row.archived) reorder();
  archived.set(row.experiment, row.archived);
}

const wanted = row =>
  (!view.experiment || [row.experiment, row.name].includes(view.experiment)) &&
  (!view.model || view.model === row.model) &&
  (!view.status || view.status === row.status) &&
  (view.archived || !archived.get(row.experiment));

function progress(latest) {
  const row = advance(trials.get(latest.trial), latest);
  if (row) trials.told(row);
}
