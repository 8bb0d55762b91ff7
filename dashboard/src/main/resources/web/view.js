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
  base: '',
  picked: [],
};

/** The accuracies that are of no epoch in particular, with the words for them. */
export const METRICS = {best: 'accuracyBest', last: 'accuracyLast', min: 'accuracyMin', max: 'accuracyMax'};
const WORDS = ['experiment', 'model', 'status', 'filter', 'sort', 'group', 'one', 'other', 'columns', 'base'];

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
  view.metric = Object.hasOwn(METRICS, metric ?? '') || whole(metric, 1) ? metric : FIRST.metric;
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
  for (const name of ['group', 'one', 'other', 'columns', 'base', 'metric', 'page'])
    if (view[name] !== FIRST[name]) query.set(name, String(view[name]));
  if (view.picked.length) query.set('picked', view.picked.join(','));
  const words = query.toString().replaceAll('%2C', ',');
  return words ? `/?${words}` : '/';
}
