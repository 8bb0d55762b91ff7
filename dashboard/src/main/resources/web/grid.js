import {TabulatorFull as Tabulator} from '/lib/tabulator.js';
import {el} from './dom.js';
import {checkBox, menu} from './widgets.js';
import {say} from './words.js';

// What every large table of the pages has: columns that people choose, move and widen, and that stay so; sorting by keyboard, too.

/** Whether the reader wants many rows on a screen rather than room round each. */
const DENSE = 'podium.dense';
const dense = () => localStorage.getItem(DENSE) === 'true';

/** Makes the table and waits until it stands; `name` is what its columns are kept under in this browser. */
export async function grid(holder, name, options) {
  const made = new Tabulator(holder, {
    layout: 'fitColumns',
    rowHeight: dense() ? 30 : 40,
    placeholder: '',
    // why: what explains a column is found within the page's landmarks
    popupContainer: '#main',
    columnHeaderSortMulti: true,
    movableColumns: true,
    columnDefaults: {headerSortTristate: false, resizable: 'header'},
    persistence: {columns: ['width', 'visible']},
    persistenceID: `podium.${name}`,
    ...options,
  });
  await new Promise(built => made.on('tableBuilt', built));
  holder.classList.toggle('dense', dense());
  roles(holder);
  reachable(holder);
  fitting(holder);
  return made;
}

// why: the library has groups of rows within each other, and one that scrolls without a role
function roles(holder) {
  for (const [part, role] of Object.entries({
    '.tabulator-header-contents': 'presentation',
    '.tabulator-tableholder': 'rowgroup',
    '.tabulator-tableholder > .tabulator-table': 'presentation',
  }))
    holder.querySelector(part)?.setAttribute('role', role);
}

// why: cells are laid out each by itself (app.css), and a column that is to fit them asks how wide they would be
function fitting(holder) {
  const fits = event => {
    if (!event.target.matches('.tabulator-col-resize-handle')) return;
    holder.classList.add('fitting');
    requestAnimationFrame(() => holder.classList.remove('fitting'));
  };
  holder.addEventListener('dblclick', fits, true);
}

// why: headers take clicks only, and whoever has no pointer sorts as well; with shift by a further column, as with a click
function reachable(holder) {
  for (const header of holder.querySelectorAll('.tabulator-col.tabulator-sortable')) header.tabIndex = 0;
  holder.addEventListener('keydown', event => {
    if (!['Enter', ' '].includes(event.key) || !event.target.matches('.tabulator-col')) return;
    event.preventDefault();
    event.target.dispatchEvent(new MouseEvent('click', {bubbles: true, shiftKey: event.shiftKey}));
  });
}

/** A menu of the columns: which are shown. */
export function columnMenu(table, name) {
  const box = column =>
    el(
      'label',
      {class: 'check'},
      el('input', {
        type: 'checkbox',
        name: column.getField(),
        checked: column.isVisible(),
        onchange: event => (event.target.checked ? column.show() : column.hide()),
      }),
      column.getDefinition().title,
    );
  // why: columns come and go by other ways, too
  table.on('columnVisibilityChanged', (column, on) => {
    const found = made.querySelector(`input[name="${CSS.escape(column.getField())}"]`);
    if (found) found.checked = on;
  });
  const reset = () => {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(`tabulator-podium.${name}`)) localStorage.removeItem(key);
    location.reload();
  };
  const rows = checkBox('denseRows', dense(), on => {
    localStorage.setItem(DENSE, String(on));
    location.reload();
  });
  const made = menu(
    'columns',
    say('columns'),
    table
      .getColumns()
      .filter(column => column.getDefinition().title)
      .map(box),
    el('hr'),
    rows,
    el('button', {type: 'button', onclick: reset}, say('columnsReset')),
  );
  return made;
}
