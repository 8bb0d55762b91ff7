import {accuraciesAt} from './accuracies.js';
import {get} from './api.js';
import {ACCURACIES, accuracyOf, titleOf} from './columns.js';
import {also} from './conditions.js';
import {arrange, el, renew} from './dom.js';
import * as format from './format.js';
import {byOf, conditionOf, namesOf} from './grouping.js';
import {verdictCard} from './verdict.js';
import {asked} from './view.js';
import {chip, empty, how, trialLink} from './widgets.js';
import {number, say} from './words.js';

// Trials by groups: each a row with what its trials come to, which opens to the trials themselves.
const MOST_TRIALS = 200;

const value = (row, name) => {
  const found = row.by[name];
  return format.known(found) ? String(found) : '–';
};

/** The interval of a mean on the scale of all that are shown. */
function intervalBar({low, high, mean}, [from, to]) {
  const at = share => `${(100 * (Math.min(Math.max(share, from), to) - from)) / (to - from || 1)}%`;
  return el(
    'span',
    {class: 'reach-bar', 'aria-hidden': 'true'},
    el('span', {class: 'reach', style: {left: at(low), right: `calc(100% - ${at(high)})`}}),
    el('span', {class: 'mean', style: {left: at(mean)}}),
  );
}

const interval = (row, scale) =>
  row.low === null
    ? '–'
    : el(
        'span',
        {class: 'with-bar'},
        el('span', {class: 'num'}, say('between', {from: format.percent(row.low), to: format.percent(row.high)})),
        intervalBar(row, scale),
      );

const headings = (by, metric) => [
  ['', ''],
  ...by.map(name => [titleOf(name), '']),
  [say('groupCount'), 'right'],
  [say('groupMean'), 'right'],
  [say('groupDeviation'), 'right'],
  [say('groupInterval'), ''],
  [titleOf(accuracyOf(metric)), 'right'],
  [say('groupSeconds'), 'right'],
  ['', ''],
];

const trialsTable = (rows, accuracy) =>
  el(
    'table',
    {class: 'inner'},
    el(
      'tbody',
      {},
      rows.map(row =>
        el(
          'tr',
          {},
          el('td', {}, trialLink(row.trial)),
          el('td', {}, say('seedOf', {seed: String(row.seed)})),
          el('td', {}, chip(row.status)),
          el('td', {}, how(row)),
          el('td', {class: 'right num'}, format.percent(accuracy(row))),
          el('td', {class: 'right num'}, format.seconds(row.seconds)),
        ),
      ),
    ),
  );

/**
 * The groups of the leaderboard, and the verdict on two of them. `narrow(filter)` is called when the reader wants a
 * group's trials alone, `chosen` and `submitted` as of the card of the verdict.
 */
export function groupsView({narrow, chosen, submitted}) {
  const head = el('tr');
  const body = el('tbody');
  const none = empty(say('noTrialFits'), say('noTrialFitsHint'));
  const table = el(
    'section',
    {class: 'card flush'},
    el(
      'div',
      {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': say('groups')},
      el('table', {id: 'groups'}, el('thead', {}, head), body),
    ),
  );
  const verdict = verdictCard({chosen, submitted});
  const element = el('div', {hidden: true}, table, none, verdict.element);
  const open = new Map();
  const made = new Map();
  let state;

  /** What tells the accuracy of a row that the reader chose to see. */
  async function accuracyIn(rows, metric) {
    if (metric in ACCURACIES) return row => row[ACCURACIES[metric]];
    const known = await accuraciesAt(
      metric,
      rows.map(row => row.trial),
    );
    return row => known.get(row.trial);
  }

  async function expand(row) {
    const now = state;
    const filter = also(now.query.get('filter') ?? '', conditionOf(row.by));
    const query = Object.fromEntries([...now.query].filter(([key]) => !['by', 'epoch'].includes(key)));
    const {rows, total} = await get('/api/leaderboard', {...query, filter, limit: MOST_TRIALS});
    const accuracy = await accuracyIn(rows, now.metric);
    // why: another view may be there by now, and its answer came first
    if (now !== state) return;
    const inside = el(
      'td',
      {colspan: headings(now.by, now.metric).length},
      trialsTable(rows, accuracy),
      total > rows.length ? el('p', {class: 'quiet'}, say('groupMore', {shown: rows.length, all: total})) : null,
    );
    open.get(row.group)?.replaceChildren(inside);
  }

  function turn(row, button) {
    if (open.delete(row.group)) {
      button.setAttribute('aria-expanded', 'false');
    } else {
      button.setAttribute('aria-expanded', 'true');
      open.set(row.group, el('tr', {class: 'inside'}));
      expand(row);
    }
    place();
  }

  function make(row, scale) {
    const button = el(
      'button',
      {
        type: 'button',
        class: 'plain twist',
        'aria-expanded': String(open.has(row.group)),
        'aria-label': say('groupOpen', {group: row.group}),
        onclick: event => turn(row, event.currentTarget),
      },
      '▸',
    );
    const cells = [
      button,
      ...state.by.map(name => value(row, name)),
      row.scores === row.trials
        ? number(row.trials)
        : el(
            'span',
            {title: say(Number(state.metric) > 0 ? 'groupCountAtEpoch' : 'groupCountMeaning')},
            say('countOf', {part: row.scores, all: row.trials}),
          ),
      el('strong', {}, format.percent(row.mean)),
      row.deviation === null ? '–' : format.percent(row.deviation),
      interval(row, scale),
      row.bestTrial ? el('span', {}, format.percent(row.best), ' ', trialLink(row.bestTrial)) : '–',
      format.seconds(row.seconds),
      el('button', {type: 'button', class: 'small', onclick: () => narrow(conditionOf(row.by))}, say('onlyThese')),
    ];
    const kinds = headings(state.by, state.metric).map(([, kind]) => kind);
    return el(
      'tr',
      {'data-group': row.group},
      cells.map((cell, index) => el('td', {class: kinds[index]}, cell ?? '–')),
    );
  }

  function place() {
    arrange(
      body,
      state.rows.flatMap(row => [made.get(row.group).element, ...(open.has(row.group) ? [open.get(row.group)] : [])]),
    );
  }

  /** Rows where they stand, while the reader points at them or is in them with the keyboard. */
  function inPlace(rows) {
    if (!state || !(body.matches(':hover') || body.contains(document.activeElement))) return rows;
    const places = new Map(state.rows.map((row, index) => [row.group, index]));
    const place = row => places.get(row.group) ?? places.size;
    return rows.toSorted((one, other) => place(one) - place(other));
  }

  function draw() {
    const known = state.rows.filter(row => row.low !== null);
    const means = state.rows.filter(row => row.mean !== null).map(row => row.mean);
    const scale = [
      Math.max(0, Math.min(...means, ...known.map(row => row.low))),
      Math.min(1, Math.max(...means, ...known.map(row => row.high))),
    ];
    head.replaceChildren(
      ...headings(state.by, state.metric).map(([text, kind]) =>
        text ? el('th', {scope: 'col', class: kind}, text) : el('td'),
      ),
    );
    for (const row of state.rows) {
      const now = JSON.stringify([row, scale, state.by, state.metric]);
      const before = made.get(row.group);
      if (before?.now === now) continue;
      const element = make(row, scale);
      // why: the button that has the focus keeps it
      made.set(row.group, {now, element: before ? renew(before.element, element) : element});
    }
    place();
    table.hidden = !state.rows.length;
    none.hidden = state.rows.length > 0;
  }

  return {
    element,
    /** Reads the groups of a view; how many there are, and by what, comes back. */
    async read(view) {
      const query = asked(view);
      query.delete('sort');
      if (byOf(view.group)) query.set('by', byOf(view.group));
      if (view.metric !== 'best') query.set('epoch', view.metric);
      const answer = await get('/api/groups', Object.fromEntries(query));
      state = {query, metric: view.metric, by: namesOf(view.group, answer.by), rows: inPlace(answer.rows)};
      draw();
      for (const row of state.rows) if (open.has(row.group)) expand(row);
      verdict.draw({query, groups: answer.rows, one: view.one, other: view.other});
      return answer;
    },
  };
}
