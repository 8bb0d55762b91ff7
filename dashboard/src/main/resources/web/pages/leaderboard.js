import {accuraciesAt} from '../accuracies.js';
import {actionBar} from '../actions.js';
import {get} from '../api.js';
import {baseline} from '../base.js';
import {leaderboard} from '../board.js';
import {cards, narrow} from '../cards.js';
import {ACCURACIES, accuracyOf} from '../columns.js';
import {also, condition} from '../conditions.js';
import {byId, el, show} from '../dom.js';
import {accuracyChoice, filterForm, groupMenu, wrongFilter} from '../filters.js';
import {columnMenu} from '../grid.js';
import {groupsView} from '../groups.js';
import {listen, settled} from '../live.js';
import {Picked} from '../picking.js';
import {viewsMenu} from '../saved.js';
import {advance, trials} from '../store.js';
import {addressOf, asked, viewOf} from '../view.js';
import {empty, failed, mixed, title} from '../widgets.js';
import {say} from '../words.js';

const SIZE = 100;
const view = viewOf(location.search);
const archived = new Map();
const tags = new Map();
const tagsOf = experiment => tags.get(experiment) ?? [];
let accuracies = new Map();
const news = {trials: new Set(), moved: false, held: 0, paused: false};
const parts = /** @type {any} */ ({});
let best = -1;
let total = 0;
let since = 0;
let listening = false;

const picked = new Picked(view.picked, () => {
  view.picked = picked.all();
  remember();
  parts.board?.drawPicks();
  parts.cards.draw(trials.all());
  parts.actions.draw(view.picked, view.base);
});

export async function open() {
  parts.form = filterForm(view, turn);
  parts.grouping = groupMenu(group => turn({group, one: '', other: ''}));
  parts.groups = groupsView({
    narrow: filter => turn({filter: also(view.filter, filter), group: ''}),
    chosen: (one, other) => turn({one, other}),
    submitted: () => turn({group: parts.by.filter(name => name !== 'experiment').join(',')}),
  });
  parts.actions = actionBar({clear: () => picked.set(picked.all(), false), done: reload, compared: compare});
  parts.base = baseline({accuracy, left: () => compare('')});
  parts.cards = cards(picked, accuracy, parts.base.delta);
  narrow.addEventListener('change', () => parts.cards.draw(trials.all()));
  parts.accuracy = accuracyChoice(view.metric, choose);
  parts.columns = el('span');
  const holder = el('div', {id: 'grid'});
  show(
    title(say('leaderboard'), el('p', {class: 'quiet', id: 'total'}, ''), parts.base.element, newsLine(), tools()),
    parts.form,
    el('div', {id: 'mixed'}),
    el('div', {id: 'notice'}),
    parts.groups.element,
    holder,
    parts.cards.element,
    pager(),
    parts.actions.element,
  );
  parts.grouping.draw([], view.group, []);
  const [answer, base] = await Promise.all([read(), parts.base.read(view.base)]);
  view.base = base;
  parts.board = await leaderboard(holder, answer?.rows ?? [], {
    view,
    picked,
    told: {
      isBest: value => value !== null && value === best,
      atEpoch: trial => accuracies.get(trial),
      tagsOf,
      delta: parts.base.delta,
    },
    heads: {filter: () => view.filter, turn: filter => turn({filter}), swap},
    sorted: sort => turn({sort}),
    arranged: names => {
      view.columns = names.join(',');
      remember();
    },
    clicked: (name, value) => turn({filter: also(view.filter, condition(name, value))}),
  });
  if (view.metric !== 'best') parts.board.swap(accuracyOf('best'), accuracyOf(view.metric));
  parts.board.has(accuracyOf(view.metric));
  parts.board.compares(parts.base.there());
  parts.actions.draw(view.picked, view.base);
  parts.columns.replaceWith(columnMenu(parts.board.table, 'leaderboard'));
  trials.watch(draw);
  if (answer) await take(answer);
  await names();
}

async function names() {
  const {rows} = await get('/api/experiments', {limit: 1000, sort: '-accepted'});
  for (const row of rows) {
    archived.set(row.experiment, row.archived);
    tags.set(row.experiment, row.tags);
  }
  byId('experiments').replaceChildren(
    ...[...new Set(rows.flatMap(row => [row.experiment, row.name]))].map(value => el('option', {value})),
  );
}

/** Shows another accuracy. */
function choose(metric) {
  const before = accuracyOf(view.metric);
  parts.board.swap(before, accuracyOf(metric));
  const sort = view.sort === `-${before}` && metric in ACCURACIES ? `-${ACCURACIES[metric]}` : view.sort;
  turn({metric, sort});
  parts.base.tell();
  drawAll();
}

/** Shows a measure of other epochs in the place of a column. */
function swap(field, wanted) {
  const metric = Object.keys(ACCURACIES).find(each => ACCURACIES[each] === wanted);
  if (!metric || field !== accuracyOf(view.metric)) {
    parts.board.swap(field, wanted);
    return;
  }
  parts.accuracy.querySelector('select').value = metric;
  byId('at-epoch').hidden = true;
  choose(metric);
}

const tools = () =>
  el(
    'div',
    {class: 'tools'},
    parts.accuracy,
    parts.grouping.element,
    el(
      'button',
      {type: 'button', id: 'pause', class: 'button', 'aria-pressed': 'false', onclick: pause},
      say('pauseLive'),
    ),
    el('a', {id: 'csv', class: 'button', download: 'leaderboard.csv', title: say('csvMeaning')}, say('csv')),
    el('a', {id: 'json', class: 'button', download: 'leaderboard.json', title: say('csvMeaning')}, say('json')),
    parts.columns,
    viewsMenu(() => addressOf(view)),
  );

/** The accuracy of a row that the reader chose to see. */
const accuracy = row => (view.metric in ACCURACIES ? row[ACCURACIES[view.metric]] : accuracies.get(row.trial));

/** Compares all trials with this one, or with none. */
async function compare(base) {
  view.base = await parts.base.read(base);
  remember();
  parts.board.compares(parts.base.there());
  parts.actions.draw(view.picked, view.base);
  if (Number(view.metric) > 0) await readAtEpoch();
  else drawAll();
}

function drawAll() {
  parts.board.change([], true);
  parts.cards.draw(trials.all());
}

/** Another view of the trials, from its first page on. */
function turn(change) {
  Object.assign(view, {page: 0}, change);
  const input = parts.form.querySelector('input[name=filter]');
  if (input.value.trim() !== view.filter) input.value = view.filter;
  reload();
}

function newsLine() {
  parts.newsText = el('span');
  parts.newsButton = el('button', {type: 'button', class: 'small', onclick: reload});
  parts.news = el(
    'p',
    {class: 'news', id: 'news', role: 'status', hidden: true},
    parts.newsText,
    ' ',
    parts.newsButton,
  );
  return parts.news;
}

/** Tells of what is not shown yet, so that nothing moves under the reader. */
function tell() {
  const {trials: fresh, moved, held, paused} = news;
  parts.news.hidden = !(fresh.size || moved || paused);
  parts.newsText.textContent = paused
    ? say('pausedLive', {count: held})
    : fresh.size
      ? say('newTrials', {count: fresh.size})
      : say('movedTrials');
  parts.newsButton.textContent = say(fresh.size ? 'showNew' : 'sortAnew');
  parts.newsButton.hidden = paused;
}

function pause() {
  news.paused = !news.paused;
  byId('pause').setAttribute('aria-pressed', String(news.paused));
  byId('pause').textContent = say(news.paused ? 'goOnLive' : 'pauseLive');
  news.held = 0;
  if (news.paused) tell();
  else reload();
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

function remember() {
  const query = asked(view);
  for (const kind of ['csv', 'json'])
    byId(kind).setAttribute('href', query.size ? `/api/leaderboard.${kind}?${query}` : `/api/leaderboard.${kind}`);
  history.replaceState(null, '', addressOf(view));
}

/** Reads the trials of the view, and its groups where it has any. */
async function read() {
  remember();
  const input = parts.form.querySelector('input[name=filter]');
  try {
    const [answer, groups] = await Promise.all([
      get('/api/leaderboard', {...Object.fromEntries(asked(view)), sort: view.sort, page: view.page, limit: SIZE}),
      view.group ? parts.groups.read(view) : undefined,
    ]);
    input.setAttribute('aria-invalid', 'false');
    parts.by = groups?.by ?? [];
    parts.grouping.draw(answer.rows, view.group, parts.by);
    return answer;
  } catch (error) {
    const mistyped = view.filter && error.message.startsWith('filter');
    input.setAttribute('aria-invalid', String(Boolean(mistyped)));
    byId('notice').replaceChildren(mistyped ? wrongFilter(view.filter, error.message) : failed(error));
    return undefined;
  }
}

async function reload() {
  const answer = await read();
  if (answer && parts.board) await take(answer);
  else parts.board?.mark();
}

async function take(answer) {
  const before = trials
    .all()
    .map(row => row.trial)
    .join();
  total = answer.total;
  since = answer.offset;
  let retagged = false;
  for (const {experiment} of answer.rows) {
    const now = answer.tags[experiment] ?? [];
    retagged ||= tagsOf(experiment).join() !== now.join();
    tags.set(experiment, now);
  }
  trials.replace(answer.rows, answer);
  around();
  const rows = trials.all();
  news.trials.clear();
  news.moved = false;
  tell();
  // why: rows that stand where they stood are changed in their place, so that nothing moves under the reader
  if (before !== answer.rows.map(row => row.trial).join()) {
    const crowned = findBest();
    await parts.board.place(rows);
    // why: what was told meanwhile
    const later = rows.filter(row => trials.get(row.trial) !== row).map(row => row.trial);
    parts.board.change([...crowned, ...later]);
  } else {
    parts.board.order();
    if (retagged) parts.board.change([], true);
  }
  parts.board.mark();
  compareAgain();
  if (/^\d+$/.test(view.metric)) readAtEpoch();
  if (!listening) {
    listening = true;
    listen(`${answer.generation}:${answer.offset}`, {trial: patch, experiment: putAside, progress, snapshot: reload});
  }
}

/** The base may have learned more than was told. */
async function compareAgain() {
  const row = trials.get(view.base);
  if (row ? parts.base.follow(row) : await parts.base.again()) drawAll();
}

async function readAtEpoch() {
  accuracies = await accuraciesAt(view.metric, [
    ...new Set([...trials.all().map(row => row.trial), ...(view.base ? [view.base] : [])]),
  ]);
  parts.base.tell();
  drawAll();
}

function around() {
  const pages = Math.max(1, Math.ceil(total / SIZE));
  const grouped = Boolean(view.group);
  byId('total').textContent = say('trialsInAll', {count: total});
  byId('pager').hidden = pages === 1 || grouped;
  byId('pages').textContent = say('pageOf', {page: view.page + 1, pages});
  byId('previous').disabled = view.page === 0;
  byId('next').disabled = view.page >= pages - 1;
  parts.board.show(total > 0 && !grouped);
  parts.cards.element.hidden = grouped;
  parts.groups.element.hidden = total === 0 || !grouped;
  const filtered = view.experiment || view.model || view.status || view.filter;
  byId('notice').replaceChildren(
    ...(total
      ? []
      : [filtered ? empty(say('noTrialFits'), say('noTrialFitsHint')) : empty(say('noTrials'), say('noTrialsHint'))]),
  );
}

/** Looks for the best accuracy anew; the trials that have the one before or the one now where it is another. */
function findBest() {
  const before = best;
  best = Math.max(-1, ...trials.all().map(row => row.bestTestAccuracy ?? -1));
  return best === before
    ? []
    : trials
        .all()
        .filter(row => [before, best].includes(row.bestTestAccuracy))
        .map(row => row.trial);
}

function draw({changed, strange}) {
  parts.board.change([...changed, ...findBest()]);
  parts.cards.draw(trials.all());
  byId('mixed').replaceChildren(...mixed(trials.all()));
  if (strange.size) reorder();
}

const reorder = settled(
  () => {
    news.moved = true;
    // why: rows must not move away under who reads them
    const read = parts.board.touched() || (narrow.matches && scrollY > 0);
    if (!news.paused && (view.group || !read)) reload();
    else tell();
  },
  700,
  5000,
);

/** Whether what is told now waits, since the reader wants nothing to change. */
function held() {
  if (!news.paused) return false;
  news.held++;
  tell();
  return true;
}

function patch(row) {
  if (held()) return;
  if (parts.base.follow(row)) drawAll();
  if (row.trial === view.base && Number(view.metric) > 0) reorder();
  const before = trials.get(row.trial);
  if (before || wanted(row)) trials.told(row);
  // why: only the board knows which trials fit a filter in words
  if (!before && row.accepted >= since && !view.filter && wanted(row)) news.trials.add(row.trial);
  const further = Number(view.metric) > 0 && before?.epoch !== row.epoch;
  if (before && (before.bestTestAccuracy !== row.bestTestAccuracy || before.status !== row.status || further))
    reorder();
}

function putAside(row) {
  if (archived.get(row.experiment) !== row.archived) reorder();
  archived.set(row.experiment, row.archived);
  if (tagsOf(row.experiment).join() !== row.tags.join()) {
    tags.set(row.experiment, row.tags);
    if (!news.paused) parts.board.change([], true);
    reorder();
  }
}

const wanted = row =>
  (!view.experiment || [row.experiment, row.name].includes(view.experiment)) &&
  (!view.model || view.model === row.model) &&
  (!view.status || view.status === row.status) &&
  (view.archived || !archived.get(row.experiment));

function progress(latest) {
  if (news.paused) return;
  const row = advance(trials.get(latest.trial), latest);
  if (row) trials.told(row);
}
