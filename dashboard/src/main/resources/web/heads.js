import {isShare, measureOf, nameOf} from './columns.js';
import {also, concerning, condition, EMPTY, NOT_EMPTY, quoted, without} from './conditions.js';
import {el, svg} from './dom.js';
import * as format from './format.js';
import {METRICS} from './view.js';
import {choice, cross} from './widgets.js';
import {say} from './words.js';

// What opens from the head of a column: conditions on it, and of which epochs it is.
const EMPTIES = [EMPTY, NOT_EMPTY];
const OF_NUMBERS = ['>=', '>', '<=', '<', '=', '!=', ...EMPTIES];
const OF_WORDS = ['=', '!=', '~', '!~', ...EMPTIES];
const MOST_VALUES = 100;

const SIGNS = {'>=': '≥', '<=': '≤', '!=': '≠'};
const SAID = {'~': 'has', '!~': 'hasNot', [EMPTY]: 'isEmpty', [NOT_EMPTY]: 'isNotEmpty'};

/** What filters call a field. */
const OTHER_NAMES = {bestTestAccuracy: ['accuracy'], tags: ['tag']};
const namesOf = field => [...(OTHER_NAMES[field] ?? []), nameOf(field)];

const TIMES = new Set(['acceptedAt', 'startedAt', 'endedAt']);

function operatorsOf(column, values) {
  const field = column.getField();
  if (TIMES.has(field)) return EMPTIES;
  if (field === 'tags') return ['=', '!='];
  const {hozAlign} = column.getDefinition();
  return hozAlign === 'right' || values.some(value => typeof value === 'number') ? OF_NUMBERS : OF_WORDS;
}

/** What a reader typed as the grammar has it; percents are read as they are shown. */
function typed(field, operators, text) {
  if (operators !== OF_NUMBERS) return text;
  const number = text.replace(/\s+/g, '');
  return isShare(field) && Number(number) > 1 ? `${number}%` : number;
}

const suggested = (field, value) => (isShare(field) ? `${format.percent(value)}%` : String(value));

const written = (name, operator, value) => {
  if (EMPTIES.includes(operator)) return `${name} ${operator}`;
  return operator === '=' ? condition(name, value) : `${name} ${operator} ${quoted(value)}`;
};

const funnel = () =>
  svg('svg', {viewBox: '0 0 12 12', 'aria-hidden': 'true'}, svg('path', {d: 'M1 1.500h10L7.200 6v4.500L4.800 9V6z'}));

/** The conditions on a column, each with what takes it away. */
const conditions = (filter, names, take) =>
  concerning(filter, names).map(each =>
    el(
      'div',
      {class: 'row'},
      el('code', {}, each),
      cross(say('conditionForget', {condition: each}), () => take(each)),
    ),
  );

/** A form for one more condition; `add` takes it. */
function further(field, operators, values, add) {
  const operator = el(
    'select',
    {
      name: 'operator',
      'aria-label': say('operator'),
      onchange: () => {
        value.hidden = EMPTIES.includes(operator.value);
        value.required = !value.hidden;
      },
    },
    operators.map(each => el('option', {value: each}, SAID[each] ? say(SAID[each]) : (SIGNS[each] ?? each))),
  );
  const value = el('input', {
    name: 'value',
    'aria-label': say('value'),
    autocomplete: 'off',
    list: 'head-values',
    hidden: EMPTIES.includes(operators[0]),
    required: !EMPTIES.includes(operators[0]),
  });
  const seen = [...new Set(values.filter(each => ['string', 'number', 'boolean'].includes(typeof each)))];
  return el(
    'form',
    {
      class: 'row',
      onsubmit: event => {
        event.preventDefault();
        const text = typed(field, operators, value.value.trim());
        if (!text && !EMPTIES.includes(operator.value)) return;
        add(written(namesOf(field)[0], operator.value, text));
      },
    },
    operator,
    value,
    el(
      'datalist',
      {id: 'head-values'},
      seen.slice(0, MOST_VALUES).map(each => el('option', {value: suggested(field, each)})),
    ),
    el('button', {type: 'submit', class: 'small'}, say('filter')),
  );
}

/** Which epochs of its measure a column shows; `swap` takes the field that is wanted in its place. */
function ofEpochs(field, swap) {
  const fields = measureOf(field);
  if (!fields) return null;
  const kind = Object.keys(fields).find(each => fields[each] === field);
  return choice(
    say('ofEpochs'),
    Object.fromEntries(Object.keys(fields).map(each => [each, say(METRICS[each])])),
    kind,
    wanted => swap(field, fields[wanted]),
  );
}

function open(button, column, {filter, turn, swap}) {
  // why: then the browser itself closes what is open
  if (button.popoverTargetElement) return;
  const field = column.getField();
  const names = namesOf(field);
  const values = column.getCells().map(cell => cell.getValue());
  const closed =
    act =>
    (...told) => {
      panel.hidePopover();
      act(...told);
    };
  const panel = el(
    'div',
    {class: 'head-panel', popover: 'auto', role: 'dialog', 'aria-label': column.getDefinition().title},
    el('p', {class: 'strong'}, column.getDefinition().title),
    ofEpochs(field, closed(swap)),
    ...conditions(
      filter(),
      names,
      closed(each => turn(without(filter(), each))),
    ),
    further(
      field,
      operatorsOf(column, values),
      values,
      closed(each => turn(also(filter(), each))),
    ),
  );
  panel.addEventListener('toggle', event => {
    if (/** @type {any} */ (event).newState !== 'closed') return;
    button.popoverTargetElement = null;
    panel.remove();
  });
  document.body.append(panel);
  panel.showPopover();
  requestAnimationFrame(() => {
    if (panel.isConnected) button.popoverTargetElement = panel;
  });
  const {left, bottom} = button.getBoundingClientRect();
  panel.style.left = `${Math.max(8, Math.min(left - 12, innerWidth - panel.offsetWidth - 8))}px`;
  panel.style.top = `${bottom + 6}px`;
  (panel.querySelector('input:not([hidden])') ?? panel.querySelector('select')).focus();
}

/**
 * A column's head with a button that opens what can be done with it. `filter` tells the filter as it is, `turn` takes
 * another one, `swap` the field of a column and the one wanted in its place.
 */
export const withPanel = (column, does) => ({
  ...column,
  titleFormatter: cell => {
    const button = el(
      'button',
      {
        type: 'button',
        class: 'funnel',
        'aria-haspopup': 'dialog',
        'aria-label': say('headOf', {column: column.title}),
        onclick: event => {
          // why: a click into a header sorts
          event.stopPropagation();
          open(event.currentTarget, cell.getColumn(), does);
        },
      },
      funnel(),
    );
    return el('span', {}, column.title, button);
  },
});

/** Marks the heads of columns that a filter is on. */
export function markHeads(table, filter) {
  for (const column of table.getColumns()) {
    const on = concerning(filter, namesOf(column.getField() ?? '')).length > 0;
    column.getElement().querySelector('.funnel')?.classList.toggle('on', on);
  }
}
