import {
  AT_EPOCH,
  CLICKED,
  columns,
  DELTA,
  DERIVED,
  fieldOf,
  nameOf,
  nestedFieldSeparator,
  PICK,
  pickColumn,
  varied,
} from './columns.js';
import {el, renew} from './dom.js';
import {grid} from './grid.js';
import {markHeads, withPanel} from './heads.js';
import {pickBox} from './picking.js';
import {soon, trials} from './store.js';
import {say} from './words.js';

// The leaderboard's table: rows that change in their place, under the reader's pointer, focus and scroll.

/** Does what takes an element from the page and puts it back, after which nobody has the focus. */
function keepingFocus(act) {
  const focused = /** @type {any} */ (document.activeElement);
  act();
  if (focused !== document.activeElement) focused?.focus({preventScroll: true});
}

/** Columns that the board does not know. */
const PAGES_OWN = new Set([PICK, AT_EPOCH, DELTA]);

/** What varies stands behind the model. */
const AFTER = 'model';

/** So many rows are drawn anew at once; a reader who clicks meanwhile waits no longer than that takes. */
const AT_ONCE = 20;

/** The order and choice of columns that an address has, as the table library keeps them. */
export function chosenColumns(names, fields) {
  const wanted = [PICK, ...names.map(fieldOf)];
  return [
    ...wanted.filter(field => fields.includes(field)).map(field => ({field, visible: true})),
    ...fields.filter(field => !wanted.includes(field)).map(field => ({field, visible: false})),
  ];
}

const sortersOf = (sort, fields) =>
  sort
    .split(',')
    .map(by => ({column: fieldOf(by.replace(/^-/, '')), dir: by.startsWith('-') ? 'desc' : 'asc'}))
    .filter(({column}) => fields.includes(column));

const wordsOf = sorters => sorters.map(by => (by.dir === 'desc' ? '-' : '') + nameOf(by.field ?? by.column)).join(',');

/**
 * The table in a holder. `view` has its filter, sort and columns; `picked` the trials that are picked; `told` what columns
 * want to know, `heads` what their heads do. `sorted(words)`, `arranged(names)` and `clicked(name, value)` are called when the reader does that.
 */
export async function leaderboard(holder, rows, {view, picked, told, heads, sorted, arranged, clicked}) {
  /** Where each trial stands in the board's order. */
  let places = new Map();
  const asTold = (_, __, one, other, ___, direction) =>
    (places.get(one.getIndex()) - places.get(other.getIndex())) * (direction === 'asc' ? 1 : -1);
  // why: what only the page knows, no filter asks for
  const headed = column => ({...(PAGES_OWN.has(column.field) ? column : withPanel(column, heads)), sorter: asTold});
  const ids = () => trials.all().map(row => row.trial);
  const allBox = el('input', {
    type: 'checkbox',
    id: 'pick-all',
    'aria-label': say('pickAll'),
    onchange: event => picked.set(ids(), event.target.checked),
  });
  // why: a click into a header sorts
  allBox.addEventListener('click', event => event.stopPropagation());
  const shown = /** @type {any[]} */ ([
    pickColumn(
      id => pickBox(id, picked, ids),
      () => allBox,
    ),
    ...columns(told).map(headed),
  ]);
  shown.splice(1 + shown.findIndex(({field}) => field === AFTER), 0, ...varied(rows).map(headed));
  const fields = new Set(shown.map(({field}) => field));
  let placed = new Set();
  const table = await grid(holder, 'leaderboard', {
    index: 'trial',
    data: [],
    columns: shown,
    nestedFieldSeparator,
    maxHeight: 'calc(100vh - 260px)',
    // why: a page of rows is few, and one that is scrolled away keeps its focus
    renderVertical: 'basic',
    initialSort: sortersOf(view.sort, [...fields]),
    ...(view.columns
      ? {persistenceReaderFunc: (_, kind) => kind === 'columns' && chosenColumns(view.columns.split(','), [...fields])}
      : {}),
  });
  const wantedSorters = () => sortersOf(view.sort, [...fields]);
  let expected = wordsOf(wantedSorters());
  table.on('dataSorting', sorters => {
    const words = wordsOf(sorters);
    // why: only what the reader did is news
    if (!words || words === expected) return;
    expected = words;
    sorted(words);
  });

  /** Has the table's sorters be the view's. */
  function order() {
    const wanted = wantedSorters();
    expected = wordsOf(wanted);
    if (expected === wordsOf(table.getSorters())) return;
    if (wanted.length) table.setSort(wanted);
    else table.clearSort();
  }
  table.on('cellClick', (event, cell) => {
    const field = cell.getField();
    if (!(CLICKED.has(field) || field.startsWith('assignment')) || event.target.closest('a, button, input')) return;
    if (field !== 'tags') clicked(nameOf(field), cell.getValue());
    else if (event.target.closest('.tag')) clicked('tag', event.target.closest('.tag').textContent);
  });
  const chosen = () =>
    arranged(
      table
        .getColumns()
        .filter(column => column.isVisible() && column.getField() !== PICK)
        .map(column => nameOf(column.getField())),
    );
  table.on('columnMoved', chosen);
  table.on('columnVisibilityChanged', chosen);

  /** Makes anew what of a row shows more than one value, where it stands. */
  function renewed(row) {
    if (!row.getElement().isConnected) {
      row.reformat();
      return;
    }
    for (const cell of row.getCells()) {
      const content = cell.getElement().firstElementChild;
      if (content && DERIVED.has(cell.getField())) renew(content, cell.getColumn().getDefinition().formatter(cell));
    }
  }

  /** Rows that are to be drawn anew, and whether their values changed. */
  const due = new Map();
  let asked = false;

  function draw() {
    if (asked || !due.size) return;
    asked = true;
    soon(() => {
      asked = false;
      // why: what is new comes before what is only to look another way
      const now = [...due].sort(([, one], [, other]) => other - one).slice(0, AT_ONCE);
      for (const [id] of now) due.delete(id);
      draw();
      const here = now.filter(([id]) => placed.has(id) && trials.get(id));
      const changed = here.filter(([, values]) => values).map(([id]) => trials.get(id));
      if (changed.length) table.updateData(changed);
      for (const row of here.map(([id]) => table.getRow(id))) if (row) renewed(row);
    });
  }

  // why: rows that are there are moved, not made anew, which takes a fraction of the time
  async function move(gone, fresh) {
    table.blockRedraw();
    if (gone.length) await table.deleteRow(gone);
    if (fresh.length) await table.addData(fresh);
    table.setSort(wantedSorters());
    keepingFocus(() => table.restoreRedraw());
  }

  const drawPicks = () => {
    for (const box of holder.querySelectorAll('input.pick')) {
      box.checked = picked.has(box.closest('.tabulator-row').querySelector('a.trial').textContent);
    }
    const all = ids();
    const some = all.filter(id => picked.has(id)).length;
    allBox.checked = all.length > 0 && some === all.length;
    allBox.indeterminate = some > 0 && some < all.length;
  };

  return {
    table,
    drawPicks,
    /** Shows these rows, in their order. */
    async place(all) {
      for (const column of varied(all).filter(({field}) => !fields.has(field))) {
        fields.add(column.field);
        await table.addColumn(headed(column), false, AFTER);
      }
      places = new Map(all.map((row, index) => [row.trial, index]));
      order();
      const gone = [...placed].filter(id => !places.has(id));
      const fresh = all.filter(row => !placed.has(row.trial));
      const moves = fresh.length <= AT_ONCE && placed.size > 0 && table.getSorters().length > 0;
      placed = new Set(moves ? [...placed].filter(id => places.has(id)) : []);
      if (moves) await move(gone, fresh);
      else await table.replaceData(all);
      placed = new Set(places.keys());
      drawPicks();
    },
    order,
    /** Shows the table or hides it. While it is hidden nothing of it is drawn. */
    show(on) {
      if (holder.hidden !== on) return;
      holder.hidden = !on;
      if (on) table.redraw(true);
    },
    /** Marks the columns that the view's filter is on. */
    mark: () => markHeads(table, view.filter),
    /** Changes these rows in their place, or what all of them show, as soon as the page can. */
    change(changed, everything = false) {
      for (const id of changed) due.set(id, true);
      if (everything) for (const id of placed) if (!due.has(id)) due.set(id, false);
      draw();
    },
    /** Has a field among the columns, and the one before no more. */
    swap(before, field) {
      if (before !== field) table.hideColumn(before);
      table.showColumn(field);
    },
    /** Has the differences from the base among the columns, or no more. */
    compares: on => (on ? table.showColumn(DELTA) : table.hideColumn(DELTA)),
    /** Has the accuracy of a choice among the columns, whatever this browser kept. */
    has(field) {
      table.showColumn(field);
      if (field !== AT_EPOCH) table.hideColumn(AT_EPOCH);
    },
    /** Whether the reader points at it, is in it with the keyboard, or has scrolled. */
    touched: () =>
      holder.matches(':hover') ||
      holder.contains(document.activeElement) ||
      holder.querySelector('.tabulator-tableholder').scrollTop > 0,
  };
}
