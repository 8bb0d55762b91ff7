import {titleOf} from './columns.js';
import {wrongPlace} from './conditions.js';
import {el} from './dom.js';
import {fieldsOf, namesOf, turned} from './grouping.js';
import {ALL_BUT_SEED, METRICS} from './view.js';
import {archivedBox, menu} from './widgets.js';
import {say} from './words.js';

// What a reader chooses of the leaderboard: which trials, by what groups, and which accuracy.
const STATUSES = ['RUNNING', 'QUEUED', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'STOPPED'];

/** The form of filters; `turn` takes what changes of the view. */
export function filterForm(view, turn) {
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
        type: 'search',
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

/** What is wrong with a filter, with the place marked. */
export function wrongFilter(filter, message) {
  const place = wrongPlace(filter, message);
  return el(
    'div',
    {class: 'wrong', role: 'alert'},
    message,
    place ? el('code', {class: 'place'}, place[0], el('mark', {}, place[1] || ' '), place[2]) : null,
  );
}

/** Which accuracy the table shows: best, latest, or of an epoch; `turn` takes the choice. */
export function accuracyChoice(metric, turn) {
  const at = /^\d+$/.test(metric);
  const epoch = el('input', {
    type: 'number',
    id: 'at-epoch',
    min: 1,
    step: 1,
    value: at ? metric : 1,
    hidden: !at,
    'aria-label': say('epoch'),
    onchange: event => (event.target.checkValidity() ? turn(event.target.value) : undefined),
  });
  return el(
    'label',
    {class: 'check'},
    say('accuracy'),
    el(
      'select',
      {
        name: 'metric',
        onchange: event => {
          epoch.hidden = event.target.value !== 'at';
          turn(event.target.value === 'at' ? epoch.value : event.target.value);
        },
      },
      Object.entries({...METRICS, at: 'accuracyAt'}).map(([value, word]) =>
        el('option', {value, selected: value === (at ? 'at' : metric)}, say(word)),
      ),
    ),
    epoch,
  );
}

/** By what trials are grouped. `turn` takes the choice; `draw` the names there are, the choice, and what the board says of it. */
export function groupMenu(turn) {
  const element = /** @type {any} */ (menu('grouping', ''));
  const [summary, choices] = element.children;
  let drawn = '';
  return {
    element,
    draw(rows, group, told) {
      const names = namesOf(group, told);
      const fields = [...new Set([...fieldsOf(rows), ...names])];
      const now = JSON.stringify([fields, group, names]);
      if (now === drawn) return;
      drawn = now;
      summary.textContent = group
        ? say('groupedBy', {names: group === ALL_BUT_SEED ? say('allButSeed') : names.map(titleOf).join(', ')})
        : say('group');
      const preset = (value, text) =>
        el(
          'label',
          {class: 'check'},
          el('input', {type: 'radio', name: 'preset', value, checked: group === value, onchange: () => turn(value)}),
          text,
        );
      const focus = document.activeElement?.getAttribute('name');
      choices.replaceChildren(
        preset('', say('groupNone')),
        preset(ALL_BUT_SEED, say('allButSeed')),
        el('hr'),
        ...fields.map(name =>
          el(
            'label',
            {class: 'check'},
            el('input', {
              type: 'checkbox',
              name,
              checked: names.includes(name),
              onchange: event => turn(turned(names, name, event.target.checked)),
            }),
            titleOf(name),
          ),
        ),
      );
      if (focus && element.open) choices.querySelector(`[name="${CSS.escape(focus)}"]`)?.focus();
    },
  };
}
