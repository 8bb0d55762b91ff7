// What a reader chose to see of the leaderboard, as words of its address and back: whoever has the address sees the same.
const FIRST = {
  experiment: '',
  model: '',
  status: '',
  filter: '',
  archived: '',
  sort: '-bestTestAccuracy',
  page: 0,
  group: '',
  one: '',
  other: '',
  metric: 'best',
  columns: '',
  picked: [],
};
const WORDS = ['experiment', 'model', 'status', 'filter', 'sort', 'group', 'one', 'other', 'columns'];

/** What the board takes of it, too. */
const ASKED = ['experiment', 'model', 'status', 'filter', 'archived'];

/** Groups that differ in their seed alone. */
export const ALL_BUT_SEED = 'all-but-seed';

const whole = (text, least) => (/^\d{1,9}$/.test(text ?? '') && Number(text) >= least ? Number(text) : undefined);

/** The view that an address means; what it does not know it leaves as it is at first. */
export function viewOf(search) {
  const query = new URLSearchParams(search);
  const view = {...FIRST, picked: (query.get('picked') ?? '').split(',').filter(Boolean)};
  for (const name of WORDS) view[name] = query.get(name) ?? FIRST[name];
  view.archived = query.get('archived') === 'true' ? 'true' : '';
  view.page = whole(query.get('page'), 0) ?? 0;
  const metric = query.get('metric');
  view.metric = metric === 'last' || whole(metric, 1) ? metric : FIRST.metric;
  return view;
}

/** Its words for lists, groups and files of the board; without page. */
export function asked(view) {
  const query = new URLSearchParams();
  for (const name of ASKED) if (view[name]) query.set(name, view[name]);
  if (view.sort !== FIRST.sort) query.set('sort', view.sort);
  return query;
}

/** Its address; what is as at first is left out. */
export function addressOf(view) {
  const query = asked(view);
  for (const name of ['group', 'one', 'other', 'columns', 'metric', 'page'])
    if (view[name] !== FIRST[name]) query.set(name, String(view[name]));
  if (view.picked.length) query.set('picked', view.picked.join(','));
  const words = query.toString().replaceAll('%2C', ',');
  return words ? `/?${words}` : '/';
}

/** A value as the grammar of filters writes it. */
export function quoted(value) {
  const text = String(value);
  if (/^[\w.+-]+$/.test(text) && !/^(and|or|not|in|is)$/i.test(text)) return text;
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

/** The condition that a field has a value, or none. */
export const condition = (name, value) =>
  value === null || value === undefined || value === ''
    ? [name, 'is', 'empty'].join(' ')
    : `${name} = ${quoted(value)}`;

/** A filter that wants this, too; once is enough. */
export function also(filter, wanted) {
  if (!filter) return wanted;
  if (filter === wanted || filter.endsWith(` and ${wanted}`) || filter.startsWith(`${wanted} and `)) return filter;
  return `${/\bor\b/i.test(filter) ? `(${filter})` : filter} and ${wanted}`;
}

/** Where in a filter the board found it wrong: what stands before, there and after; undefined where it does not say. */
export function wrongPlace(filter, message) {
  const found = /at character (\d+)/.exec(message);
  if (!found) return undefined;
  const begin = Math.min(Number(found[1]) - 1, filter.length);
  const length = /^(\w+|\S|\s*$)/.exec(filter.slice(begin))?.[0].length ?? 0;
  return [filter.slice(0, begin), filter.slice(begin, begin + length), filter.slice(begin + length)];
}
