import {mark} from './colours.js';
import {arrange, el, svg} from './dom.js';
import * as format from './format.js';
import {phrase, say, time} from './words.js';

// What pages are made of. Pages import these, and no other page.

export const title = (text, ...more) => {
  document.title = say('pageTitle', {page: text});
  return el('div', {class: 'title'}, el('h1', {}, text), ...more);
};

export const card = (heading, ...children) =>
  el('section', {class: 'card'}, heading ? el('h2', {}, heading) : null, ...children);

/** A card whose heading has something beside it. */
export const cardWith = (heading, beside, ...children) =>
  el('section', {class: 'card'}, el('div', {class: 'row'}, el('h2', {}, heading), ...beside), ...children);

/** A button that opens choices; it closes when the reader clicks elsewhere or presses Escape. */
export function menu(id, text, ...choices) {
  const summary = el('summary', {class: 'button'}, text);
  const made = el('details', {class: 'menu', id}, summary, el('div', {class: 'choices'}, ...choices));
  addEventListener('click', event => {
    if (!made.contains(event.target)) made.open = false;
  });
  addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !made.open) return;
    made.open = false;
    if (made.contains(event.target)) summary.focus();
  });
  return made;
}

/** A button that takes something away; `label` says what. */
export const cross = (label, onclick, more = {}) =>
  el('button', {type: 'button', class: 'small', 'aria-label': label, onclick, ...more}, '×');

export const empty = (text, hint) =>
  el('div', {class: 'empty'}, el('p', {class: 'strong'}, text), hint ? el('p', {class: 'quiet'}, hint) : null);

export const failed = error =>
  el(
    'div',
    {class: 'empty error', role: 'alert'},
    el('p', {class: 'strong'}, say('unreadable')),
    el('p', {}, error.message),
    el('button', {type: 'button', onclick: () => location.reload()}, say('tryAgain')),
  );

export const facts = pairs =>
  el(
    'dl',
    {class: 'facts'},
    pairs
      .filter(([, value]) => format.known(value))
      .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
  );

const cellsOf = (headings, cells) =>
  el(
    'tr',
    {class: cells.kind},
    cells.map((cell, i) => el('td', {class: headings[i][1]}, cell ?? '–')),
  );

const framed = (headings, body) =>
  el(
    'div',
    {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': say('table')},
    el(
      'table',
      {},
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          headings.map(([text, kind]) => el('th', {class: kind, scope: 'col'}, text)),
        ),
      ),
      body,
    ),
  );

/** Headings are [text, kind]; a row is the list of its cells, and may have a `kind` of its own. */
export const table = (headings, rows) =>
  framed(
    headings,
    el(
      'tbody',
      {},
      rows.map(cells => cellsOf(headings, cells)),
    ),
  );

/** A table whose rows stay while others change: `draw` takes all in their order, and the ids of those to make anew. */
export function liveTable(headings, id, cells) {
  const made = new Map();
  const body = el('tbody');
  return {
    element: framed(headings, body),
    draw(rows, changed) {
      for (const row of rows)
        if (changed.has(row[id]) || !made.has(row[id])) made.set(row[id], cellsOf(headings, cells(row)));
      arrange(
        body,
        rows.map(row => made.get(row[id])),
      );
    },
  };
}

export const json = value =>
  el('pre', {class: 'json', tabindex: '0'}, typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** Whether what is archived is shown, too: 'true' or nothing. */
export const archivedBox = (value, change) =>
  el(
    'label',
    {class: 'check'},
    el('input', {
      type: 'checkbox',
      name: 'archived',
      checked: value === 'true',
      onchange: event => change(event.target.checked ? 'true' : ''),
    }),
    say('withArchived'),
  );

/** A box to check, with its word beside it. */
export const checkBox = (word, checked, change) =>
  el(
    'label',
    {class: 'check'},
    el('input', {type: 'checkbox', name: word, checked, onchange: event => change(event.target.checked)}),
    say(word),
  );

/** Buttons of which one is pressed; `names` are their texts by value. */
export function choice(label, names, chosen, pick) {
  const buttons = Object.entries(names).map(([value, text]) =>
    el(
      'button',
      {
        type: 'button',
        'aria-pressed': String(value === chosen),
        onclick: event => {
          for (const button of buttons) button.setAttribute('aria-pressed', String(button === event.currentTarget));
          pick(value);
        },
      },
      text,
    ),
  );
  return el('div', {class: 'choice', role: 'group', 'aria-label': label}, buttons);
}

const OUTLINES = {
  circle: 'M6 1.500a4.500 4.500 0 1 0 .01 0z',
  rect: 'M2 2h8v8H2z',
  triangle: 'M6 1.500l5 9H1z',
  diamond: 'M6 .750l5 5.250-5 5.250L1 6z',
};

/** The colour and shape that a trial has on every page. */
export function swatch(trial) {
  const {hue, shape} = mark(trial);
  const filled = shape in OUTLINES;
  const outline = OUTLINES[filled ? shape : shape.replace('empty', '').toLowerCase()];
  const colour = `var(--hue-${hue})`;
  return svg(
    'svg',
    {
      class: 'swatch',
      viewBox: '0 0 12 12',
      'aria-hidden': 'true',
      style: {fill: filled ? colour : 'none', stroke: colour},
    },
    svg('path', {d: outline}),
  );
}

export const link = (path, text) => el('a', {href: path}, text);
export const trialLink = id => el('a', {href: `/trials/${encodeURIComponent(id)}`, class: 'trial'}, swatch(id), id);
export const experimentLink = id => link(`/experiments/${encodeURIComponent(id)}`, id);

export const hash = text =>
  format.known(text) ? el('code', {title: text}, text.length > 12 ? `${text.slice(0, 12)}…` : text) : '–';

export const ago = instant =>
  format.known(instant) ? el('time', {datetime: instant, title: time(instant)}, format.age(instant)) : '–';

/** When something is expected, with the times themselves to be had by the pointer. */
export const expected = window =>
  window
    ? el(
        'span',
        {title: window.latest ? say('fourOfFive', {times: format.window(window)}) : format.window(window)},
        format.expected(window),
      )
    : '';

/** A time span that was expected, beside what it came to. */
export const forecast = window => (window ? format.window(window) : '');

const MARKS = {
  QUEUED: '○',
  RUNNING: '▶',
  PAUSED: '❚❚',
  SUCCEEDED: '✓',
  FAILED: '✕',
  CANCELLED: '–',
  STOPPED: '◼',
  ALIVE: '●',
  SUSPECT: '?',
  LOST: '✕',
  LEFT: '–',
};

export const chip = status =>
  el(
    'span',
    {class: `chip ${status.toLowerCase()}`},
    el('span', {'aria-hidden': 'true'}, MARKS[status] ?? '·'),
    ` ${say(status)}`,
  );

export const progressBar = (share, label) =>
  el(
    'span',
    {
      class: 'progress',
      role: 'progressbar',
      'aria-valuemin': '0',
      'aria-valuemax': '100',
      'aria-valuenow': String(Math.round(share)),
      'aria-label': label,
      title: say('percent', {share: share.toFixed(1)}),
    },
    el('span', {style: {width: `${share}%`}}),
  );

/** How far a trial is: the bar, and beside it epochs or what is done before them. */
export const how = row =>
  el(
    'span',
    {class: row.doing ? 'epoch doing' : 'epoch', title: format.doing(row) || undefined},
    progressBar(format.share(row), say('progressOf', {trial: row.trial})),
    el('span', {class: 'num'}, format.doing(row) || `${row.epoch}/${row.epochs}`),
  );

export const fingerprint = text =>
  format.known(text) ? el('code', {title: say('fingerprintTitle', {fingerprint: text})}, text.slice(0, 8)) : '–';

/** The data's fingerprint, marked where its experiment began on other data. */
export const data = row =>
  row.otherDataThan
    ? el(
        'span',
        {class: 'other', title: say('otherData', {trial: row.otherDataThan})},
        '≠ ',
        fingerprint(row.fingerprint),
      )
    : fingerprint(row.fingerprint);

/** Says which of these trials were trained on other data; nothing where none was. */
export function mixed(rows) {
  const marked = rows.filter(row => row.otherDataThan);
  return marked.length
    ? [
        el(
          'p',
          {class: 'note', role: 'note'},
          el('strong', {}, say('mixedTitle')),
          ...marked
            .slice(0, 5)
            .flatMap((row, index) => [
              index ? '; ' : '',
              ...phrase('mixedOne', {trial: trialLink(row.trial), first: row.otherDataThan}),
            ]),
          marked.length > 5 ? say('mixedMore', {count: marked.length - 5}) : '.',
        ),
      ]
    : [];
}

const STATES = ['SUCCEEDED', 'RUNNING', 'PAUSED', 'FAILED', 'CANCELLED', 'STOPPED', 'QUEUED'];

/** How many trials of an experiment are in which state, as one bar. */
export const countsBar = row =>
  el(
    'span',
    {class: 'counts', role: 'img', 'aria-label': counted(row), title: counted(row)},
    STATES.map(state => state.toLowerCase())
      .filter(name => row[name])
      .map(name => el('span', {class: name, style: {'flex-grow': row[name]}})),
  );

const counted = row =>
  STATES.filter(state => row[state.toLowerCase()])
    .map(state => say('stateCount', {count: row[state.toLowerCase()], state: say(state)}))
    .join(', ');

export const tags = names =>
  names.length
    ? el(
        'span',
        {class: 'tags'},
        names.map(name => el('span', {class: 'tag'}, name)),
      )
    : '';
