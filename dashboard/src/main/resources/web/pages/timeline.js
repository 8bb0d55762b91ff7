import {get} from '../api.js';
import {choose, chosen} from '../at.js';
import {chart} from '../charts.js';
import {arrange, el, show} from '../dom.js';
import * as format from '../format.js';
import {endedBadly, gantt, heightOf, slotsOf} from '../gantt.js';
import {listen, settled} from '../live.js';
import {ago, card, cardWith, choice, empty, experimentLink, table, title, trialLink} from '../widgets.js';
import {say, time} from '../words.js';

const LATEST = 30;
const HOUR = 3_600_000;
const SPANS = {hour: HOUR, day: 24 * HOUR, begin: Infinity};

const slider = el('input', {type: 'range', min: '0', step: '1', 'aria-label': say('momentChosen')});
const output = el('output', {'aria-live': 'polite'});
const holder = el('div', {class: 'gantt', role: 'img'});
const between = el('span', {class: 'quiet'});
const parts = {chart: el('div'), attempts: el('div'), changes: el('div', {class: 'changes'})};
let answer;
let draw;
let span = 'hour';
let asked = 0;

export async function open() {
  await read();
  slider.addEventListener('input', moved);
  show(
    title(say('timeline'), el('p', {class: 'quiet'}, say('timelineHint'))),
    el('div', {class: 'card moment'}, step(-1), slider, step(1), output),
    cardWith(say('slotsOverTime'), [], parts.chart, key()),
    changesCard(),
    card(say('latestAttempts'), parts.attempts),
  );
  redraw();
  changes();
  follow();
  addEventListener('podium:at', again);
  if (location.hash === '#changes') document.getElementById('changes').scrollIntoView();
}

const again = settled(
  async () => {
    if (await read()) {
      redraw();
      changes();
      follow();
    }
  },
  120,
  400,
);

/** Reads what the chosen moment shows; false where another one was chosen meanwhile. */
async function read() {
  const turn = ++asked;
  const moment = chosen();
  const found = await get('/api/timeline');
  if (turn !== asked || chosen() !== moment) return false;
  answer = found;
  slider.max = String(found.end.offset);
  slider.value = String(found.at?.offset ?? found.end.offset);
  tell(found.at ?? found.end);
  return true;
}

const follow = () => {
  const later = settled(again, 1000, 3000);
  listen(`${answer.generation}:${answer.offset}`, {trial: later, worker: later, snapshot: later});
};

// why: the board says exactly when an offset was; while the slider moves, the moments of its log are near enough
function moved() {
  const offset = Number(slider.value);
  tell({offset, time: answer.moments.findLast(each => each.offset <= offset)?.time});
  choose(offset >= answer.end.offset ? undefined : offset);
}

const step = by =>
  el(
    'button',
    {
      type: 'button',
      'aria-label': say(by < 0 ? 'oneBack' : 'oneOn'),
      title: say(by < 0 ? 'oneBack' : 'oneOn'),
      onclick: () => {
        slider.value = String(Number(slider.value) + by);
        moved();
      },
    },
    by < 0 ? '‹' : '›',
  );

function tell({offset, time: when}) {
  const live = chosen() === undefined;
  output.textContent = live
    ? say('momentLive', {offset})
    : when
      ? say('momentAt', {offset, end: answer.end.offset, time: time(when)})
      : say('momentBefore', {offset, end: answer.end.offset});
  slider.setAttribute('aria-valuetext', output.textContent);
}

function key() {
  const item = (kind, text) => el('li', {}, el('span', {class: `mark ${kind}`, 'aria-hidden': 'true'}), say(text));
  return el(
    'ul',
    {class: 'key'},
    item('waits', 'keyWaits'),
    item('', 'keyTraining'),
    item('open', 'keyOpen'),
    item('bad', 'keyBad'),
  );
}

function redraw() {
  const {rows, total} = answer;
  const note = el(
    'p',
    {class: 'quiet', hidden: rows.length >= total},
    say('attemptsShown', {shown: rows.length, all: total}),
  );
  arrange(parts.chart, rows.length ? [note, holder] : [empty(say('noSlotUsed'), say('noSlotUsedHint'))]);
  arrange(parts.attempts, [rows.length ? attempts(rows.slice(-LATEST).reverse()) : empty(say('noSlotUsed'))]);
  if (!rows.length) return;
  const slots = slotsOf(rows);
  holder.style.height = `${heightOf(slots)}px`;
  holder.setAttribute('aria-label', say('ganttOf', {count: total}));
  if (draw) draw();
  else draw = chart(holder, options);
}

function options() {
  const slots = slotsOf(answer.rows);
  const first = answer.rows.length < answer.total ? answer.rows[0]?.placedAt : answer.moments[0]?.time;
  const shown = Date.parse(answer.at?.time ?? answer.end.time);
  return gantt({
    attempts: answer.rows,
    slots,
    begin: Date.parse(first ?? answer.end.time),
    end: Math.max(shown, Date.parse(answer.end.time)),
    until: shown,
    moment: chosen() === undefined ? undefined : shown,
    narrow: holder.clientWidth < 560,
  });
}

const attempts = rows =>
  table(
    [
      [say('trial')],
      [say('attempt'), 'right'],
      [say('worker')],
      [say('slot')],
      [say('placed')],
      [say('lasted'), 'right'],
      [say('outcome')],
    ],
    rows.map(row => [
      trialLink(row.trial),
      String(row.attempt),
      row.worker,
      row.slot,
      ago(row.placedAt),
      row.endedAt
        ? say('atSeconds', {x: format.seconds((Date.parse(row.endedAt) - Date.parse(row.placedAt)) / 1000)})
        : say('stillGoing'),
      row.outcome
        ? el('span', {class: endedBadly(row) ? 'other' : undefined, title: row.message || undefined}, row.outcome)
        : '–',
    ]),
  );

function changesCard() {
  const spans = choice(
    say('changedSince'),
    {hour: say('sinceHour'), day: say('sinceDay'), begin: say('sinceBegin')},
    span,
    picked => {
      span = picked;
      changes();
    },
  );
  const made = cardWith(say('whatChanged'), [spans, between], parts.changes);
  made.id = 'changes';
  addEventListener('podium:at', () => (spans.hidden = chosen() !== undefined));
  spans.hidden = chosen() !== undefined;
  return made;
}

/** Since the chosen moment up to now, or within a span up to now. */
async function changes() {
  const since = chosen() ?? sinceSpan();
  try {
    const found = await get('/api/changes', {since, at: ''});
    between.textContent = say('changesBetween', {from: found.since.offset, to: found.until.offset});
    arrange(parts.changes, [
      part('newExperiments', found.experiments, row => [experimentLink(row.experiment)]),
      part('trialsBegun', found.begun, row => [trialLink(row.trial)]),
      part('trialsEnded', found.ended, row => [trialLink(row.trial), el('span', {class: 'quiet'}, say(row.status))]),
      part('newBest', found.best, best),
    ]);
  } catch (error) {
    arrange(parts.changes, [el('p', {class: 'wrong'}, error.message)]);
  }
}

function sinceSpan() {
  const [first] = answer.moments;
  const from = Date.parse(answer.end.time) - SPANS[span];
  return !first?.time || from < Date.parse(first.time) ? 0 : new Date(from).toISOString();
}

const best = ({before, now}) => [
  trialLink(now.trial),
  el(
    'span',
    {class: 'quiet num'},
    before
      ? say('bestWas', {now: format.percent(now.bestTestAccuracy), before: format.percent(before.bestTestAccuracy)})
      : say('bestIs', {now: format.percent(now.bestTestAccuracy)}),
  ),
];

// why: what came after the chosen moment is not there as of it
const ofNow = link => {
  link.dataset.now = 'true';
  return link;
};

function part(name, {total, rows}, cells) {
  const shown = rows.slice(0, 8);
  return el(
    'section',
    {'aria-label': say(name)},
    el('h3', {}, el('span', {class: 'big'}, format.count(total)), say(name)),
    el(
      'ul',
      {},
      shown.map(row => {
        const [link, ...more] = cells(row);
        return el('li', {}, ofNow(link), ...more);
      }),
      total > shown.length ? el('li', {class: 'quiet'}, say('moreOfThese', {count: total - shown.length})) : null,
    ),
  );
}
