import {TabulatorFull as Tabulator} from '/lib/tabulator.js';
import {get} from '../api.js';
import {columns} from '../columns.js';
import {archivedBox, el, empty, failed, show, title} from '../dom.js';
import * as format from '../format.js';
import {listen, settled} from '../live.js';

const SIZE = 100;
const STATUSES = ['', 'RUNNING', 'QUEUED', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'STOPPED'];
const address = new URLSearchParams(location.search);
const view = {
  experiment: address.get('experiment') ?? '',
  model: address.get('model') ?? '',
  status: address.get('status') ?? '',
  filter: address.get('filter') ?? '',
  archived: address.get('archived') === 'true' ? 'true' : '',
  sort: address.get('sort') ?? '-bestTestAccuracy',
  page: Number(address.get('page') ?? 0),
};
const known = new Map();
const archived = new Map();
let best = -1;
let grid;
let total = 0;
let first = true;

export async function open() {
  const holder = el('div', {id: 'grid'});
  const notice = el('div', {id: 'notice'});
  show(
    title('Leaderboard', el('p', {class: 'quiet', id: 'total'}, '')),
    filters(),
    el('div', {id: 'mixed'}),
    notice,
    holder,
    pager(),
  );
  grid = new Tabulator(holder, {
    index: 'trial',
    data: [],
    columns: columns(value => value !== null && value === best),
    layout: 'fitColumns',
    maxHeight: 'calc(100vh - 260px)',
    sortMode: 'remote',
    rowHeight: 40,
    columnDefaults: {headerSortTristate: false, resizable: 'header'},
    placeholder: '',
    columnHeaderSortMulti: true,
    initialSort: view.sort
      .split(',')
      .map(order => ({column: order.replace(/^-/, ''), dir: order.startsWith('-') ? 'desc' : 'asc'}))
      .reverse(),
  });
  await new Promise(built => grid.on('tableBuilt', built));
  grid.on('dataSorting', sorters => {
    const sort = sorters.map(by => (by.dir === 'desc' ? '-' : '') + by.field).join(',');
    if (sort && sort !== view.sort) {
      view.sort = sort;
      view.page = 0;
      reload();
    }
  });
  const names = (await get('/api/experiments', {limit: 1000, sort: '-accepted'})).rows;
  names.forEach(row => archived.set(row.experiment, row.archived));
  document
    .getElementById('experiments')
    .replaceChildren(
      ...[...new Set(names.flatMap(row => [row.experiment, row.name]))].map(value => el('option', {value})),
    );
  await reload();
}

function filters() {
  const change = name => event => {
    view[name] = event.target.value.trim();
    view.page = 0;
    reload();
  };
  return el(
    'form',
    {class: 'filters', onsubmit: event => event.preventDefault()},
    el(
      'label',
      {},
      'Experiment',
      el('input', {
        name: 'experiment',
        value: view.experiment,
        list: 'experiments',
        placeholder: 'all',
        autocomplete: 'off',
        onchange: change('experiment'),
      }),
    ),
    el('datalist', {id: 'experiments'}),
    el(
      'label',
      {},
      'Model',
      el('input', {
        name: 'model',
        value: view.model,
        placeholder: 'all',
        autocomplete: 'off',
        onchange: change('model'),
      }),
    ),
    el(
      'label',
      {},
      'Status',
      el(
        'select',
        {name: 'status', onchange: change('status')},
        STATUSES.map(value =>
          el('option', {value, selected: value === view.status}, value ? value.toLowerCase() : 'all'),
        ),
      ),
    ),
    el(
      'label',
      {class: 'wide'},
      'Filter',
      el('input', {
        name: 'filter',
        value: view.filter,
        maxlength: 2000,
        autocomplete: 'off',
        spellcheck: 'false',
        placeholder: 'accuracy > 0.9 and (model ~ resnet or seed = 1)',
        'aria-describedby': 'notice',
        onchange: change('filter'),
      }),
    ),
    archivedBox(view.archived, checked => {
      view.archived = checked;
      view.page = 0;
      reload();
    }),
  );
}

function pager() {
  const turn = by => () => {
    view.page = Math.max(0, view.page + by);
    reload();
  };
  return el(
    'div',
    {class: 'pager', id: 'pager', hidden: true},
    el('button', {type: 'button', id: 'previous', onclick: turn(-1)}, 'Previous'),
    el('span', {id: 'pages', class: 'quiet'}),
    el('button', {type: 'button', id: 'next', onclick: turn(1)}, 'Next'),
  );
}

function remember() {
  const query = new URLSearchParams();
  for (const name of ['experiment', 'model', 'status', 'filter', 'archived'])
    if (view[name]) query.set(name, view[name]);
  if (view.sort !== '-bestTestAccuracy') query.set('sort', view.sort);
  if (view.page) query.set('page', view.page);
  history.replaceState(null, '', query.size ? `/?${query}` : '/');
}

async function reload() {
  remember();
  try {
    const answer = await get('/api/leaderboard', {...view, limit: SIZE});
    document.querySelector('input[name=filter]').setAttribute('aria-invalid', 'false');
    known.clear();
    answer.rows.forEach(row => known.set(row.trial, row));
    total = answer.total;
    findBest();
    await grid.replaceData(answer.rows);
    draw();
    if (first) {
      first = false;
      listen(`${answer.generation}:${answer.offset}`, {trial: patch, experiment: putAside, progress, snapshot: reload});
    }
  } catch (error) {
    const mistyped = view.filter && error.message.startsWith('filter');
    document.querySelector('input[name=filter]').setAttribute('aria-invalid', Boolean(mistyped));
    document
      .getElementById('notice')
      .replaceChildren(mistyped ? el('p', {class: 'wrong', role: 'alert'}, error.message) : failed(error));
  }
}

function draw() {
  const pages = Math.max(1, Math.ceil(total / SIZE));
  document.getElementById('total').textContent = total === 1 ? '1 trial' : `${total.toLocaleString('en')} trials`;
  document.getElementById('pager').hidden = pages === 1;
  document.getElementById('pages').textContent = `page ${view.page + 1} of ${pages}`;
  document.getElementById('previous').disabled = view.page === 0;
  document.getElementById('next').disabled = view.page >= pages - 1;
  document.getElementById('grid').hidden = total === 0;
  drawMixed();
  const filtered = view.experiment || view.model || view.status || view.filter;
  document
    .getElementById('notice')
    .replaceChildren(
      ...(total
        ? []
        : [
            filtered
              ? empty('No trial fits these filters.', 'Clear one of them above.')
              : empty('No trials yet.', 'Publish an experiment and its trials appear here by themselves.'),
          ]),
    );
}

function drawMixed() {
  document.getElementById('mixed').replaceChildren(...[format.mixed([...known.values()])].filter(Boolean));
}

function findBest() {
  const before = best;
  best = Math.max(-1, ...[...known.values()].map(row => row.bestTestAccuracy ?? -1));
  return best !== before;
}

const reorder = settled(() => {
  // why: rows must not jump away under a pointer
  if (document.querySelector('#grid:hover')) reorder();
  else reload();
});

function patch(row) {
  if (!known.has(row.trial)) {
    if (wanted(row)) reorder();
    return;
  }
  const moved =
    known.get(row.trial).bestTestAccuracy !== row.bestTestAccuracy || known.get(row.trial).status !== row.status;
  known.set(row.trial, row);
  grid.updateData([row]);
  drawMixed();
  if (findBest()) grid.getRows().forEach(each => each.reformat());
  else grid.getRow(row.trial)?.reformat();
  if (moved) reorder();
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
  const row = known.get(latest.trial);
  if (row?.status === 'RUNNING' && row.attempts === latest.attempt) {
    grid.updateData([format.advance(row, latest)]);
    grid.getRow(row.trial)?.reformat();
  }
}
