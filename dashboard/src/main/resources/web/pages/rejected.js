import {get} from '../api.js';
import {el, show} from '../dom.js';
import * as format from '../format.js';
import {listen, settled} from '../live.js';
import {ago, card, cardWith, empty, hash, json, table, title} from '../widgets.js';
import {say} from '../words.js';

const SIZE = 50;
const SORTS = {'-offset': 'newestFirst', offset: 'oldestFirst', '-bytes': 'largestFirst'};
const parts = {};
const view = {contains: '', sort: '-offset', page: 0};
let timer;

export async function open() {
  const address = new URLSearchParams(location.search);
  view.contains = address.get('contains') ?? '';
  view.sort = address.get('sort') in SORTS ? address.get('sort') : '-offset';
  view.page = Math.max(0, Number.parseInt(address.get('page') ?? '0', 10) || 0);
  for (const name of ['rows', 'idle']) parts[name] = el('div');
  parts.total = el('p', {class: 'quiet'});
  parts.pager = el('div', {class: 'pager'});
  show(title(say('rejectedRequests'), parts.total), filters(), parts.rows, parts.pager, parts.idle);
  const answer = await draw();
  const again = settled(draw);
  listen(`${answer.generation}:${answer.offset}`, {rejected: again, snapshot: again});
}

const filters = () =>
  el(
    'form',
    {class: 'filters', onsubmit: event => event.preventDefault()},
    el(
      'label',
      {class: 'wide'},
      say('search'),
      el('input', {
        type: 'search',
        name: 'contains',
        value: view.contains,
        placeholder: say('searchRejected'),
        oninput: event => {
          view.contains = event.target.value.trim();
          clearTimeout(timer);
          timer = setTimeout(() => go(0), 300);
        },
      }),
    ),
    el(
      'label',
      {},
      say('order'),
      el(
        'select',
        {
          name: 'sort',
          onchange: event => {
            view.sort = event.target.value;
            go(0);
          },
        },
        Object.entries(SORTS).map(([value, key]) => el('option', {value, selected: value === view.sort}, say(key))),
      ),
    ),
  );

function go(page) {
  view.page = page;
  const query = new URLSearchParams();
  if (view.contains) query.set('contains', view.contains);
  if (view.sort !== '-offset') query.set('sort', view.sort);
  if (page) query.set('page', String(page));
  history.replaceState(null, '', query.size ? `/rejected?${query}` : '/rejected');
  draw();
}

async function draw() {
  const [answer, status] = await Promise.all([get('/api/rejected', {...view, limit: SIZE}), get('/api/status')]);
  parts.total.textContent = say('inAll', {count: answer.total});
  const none = view.contains
    ? empty(say('noRequestFits'), say('noTrialFitsHint'))
    : empty(say('nothingRejected'), say('nothingRejectedHint'));
  parts.rows.replaceChildren(...(answer.rows.length ? answer.rows.map(item) : [none]));
  const pages = Math.ceil(answer.total / SIZE);
  parts.pager.hidden = pages < 2;
  parts.pager.replaceChildren(
    el('button', {type: 'button', disabled: view.page === 0, onclick: () => go(view.page - 1)}, say('previous')),
    say('pageOf', {page: view.page + 1, pages: Math.max(1, pages)}),
    el('button', {type: 'button', disabled: view.page + 1 >= pages, onclick: () => go(view.page + 1)}, say('next')),
  );
  parts.idle.replaceChildren(...idle(status));
  return answer;
}

// What of the log does not count, or changed nothing on this board: nobody's mistake here, and good to know.
const idle = ({voided, notUnderstood, refused, totals, withoutEffect}) =>
  voided + totals.withoutEffect === 0
    ? []
    : [
        card(
          say('withoutEffect'),
          el('p', {class: 'quiet'}, say('withoutEffectCounts', {voided, notUnderstood, refused})),
          ...(withoutEffect.length === 0
            ? []
            : [
                el('p', {class: 'quiet'}, say('withoutEffectFacts', {count: totals.withoutEffect})),
                table(
                  [[say('offsetOf'), 'right'], [say('event')], [say('why')]],
                  withoutEffect.map(row => [String(row.offset), row.type, row.reason]),
                ),
              ]),
        ),
      ];

function item(row) {
  const {offset, topic, partition} = row.source;
  const heading = say(partition ? 'sourceOfPartition' : 'sourceOf', {
    offset: String(offset),
    topic,
    partition: String(partition),
  });
  const made = cardWith(
    heading,
    [
      ago(row.time),
      el('span', {class: 'quiet'}, say('eventOf', {offset: String(row.offset), bytes: format.count(row.bytes)})),
      hash(row.sha256),
    ],
    el(
      'ul',
      {},
      row.reasons.map(reason => el('li', {}, reason)),
    ),
    row.quote ? json(row.quote) : null,
  );
  made.classList.add('rejected');
  return made;
}
