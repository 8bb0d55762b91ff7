import {el} from './dom.js';

const known = value => value !== undefined && value !== null && value !== '';
const finite = value => typeof value === 'number' && Number.isFinite(value);

export const percent = (share, digits = 2) =>
  !known(share) ? '–' : finite(share) ? (100 * share).toFixed(digits) : String(share);

export const loss = value => (!known(value) ? '–' : finite(value) ? value.toFixed(3) : String(value));

export const count = value => (known(value) ? Number(value).toLocaleString('en') : '–');

export function millions(value) {
  if (!known(value)) return '–';
  if (value >= 1e9) return `${(value / 1e9).toFixed(2)} G`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} M`;
  return value >= 1e3 ? `${(value / 1e3).toFixed(1)} k` : String(value);
}

export function seconds(value) {
  if (!known(value)) return '–';
  if (value < 100) return value.toFixed(1);
  return Math.round(value).toLocaleString('en');
}

export function age(instant, now = Date.now()) {
  const past = Math.max(0, (now - Date.parse(instant)) / 1000);
  if (past < 60) return `${Math.round(past)} s ago`;
  if (past < 3600) return `${Math.round(past / 60)} min ago`;
  if (past < 86400) return `${Math.round(past / 3600)} h ago`;
  return `${Math.round(past / 86400)} d ago`;
}

export const ago = instant =>
  known(instant) ? el('time', {datetime: instant, title: new Date(instant).toLocaleString()}, age(instant)) : '–';

/** How long until then, such as "12 min". */
function until(instant, now) {
  const left = Math.max(0, (Date.parse(instant) - now) / 1000);
  if (left < 90) return `${Math.round(left)} s`;
  if (left < 5400) return `${Math.round(left / 60)} min`;
  return left < 172800 ? `${(left / 3600).toFixed(1)} h` : `${(left / 86400).toFixed(1)} d`;
}

/** When something is expected: in four of five cases from the earliest to the latest time. */
export function expected(window, now = Date.now()) {
  if (!window) return '';
  const times = [window.earliest, window.latest].filter(known);
  const [from, to] = times.map(each => until(each, now));
  const text = !to ? `in ${from} at the earliest` : from === to ? `in ${to}` : `in ${from} to ${to}`;
  return el(
    'span',
    {title: `${times.map(each => new Date(each).toLocaleString()).join(' to ')}${to ? ', in four of five cases' : ''}`},
    text,
  );
}

/** A time span that was expected, beside what it came to. */
export const forecast = window =>
  !window ? '' : [window.earliest, window.latest].map(each => new Date(each).toLocaleString()).join(' to ');

export const bytes = value =>
  !value
    ? '–'
    : value >= 2 ** 30
      ? `${(value / 2 ** 30).toFixed(1)} GiB`
      : `${Math.max(1, Math.round(value / 2 ** 20))} MiB`;

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
    ` ${status.toLowerCase()}`,
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
      title: `${share.toFixed(1)} %`,
    },
    el('span', {style: {width: `${share}%`}}),
  );

/** What is done before training, such as "decoding 12,300 of 25,000 images"; empty while an epoch is trained. */
export const doing = row =>
  !row.doing ? '' : row.steps ? `${row.doing} ${count(row.step)} of ${count(row.steps)} images` : row.doing;

/** Takes over what a word of progress says of a running trial. */
export const advance = (row, latest) =>
  Object.assign(row, {
    progress: latest.progress,
    doing: latest.doing,
    step: latest.step,
    steps: latest.steps,
    imagesPerSecond: latest.imagesPerSecond,
  });

/** How far a trial is: the bar, and beside it epochs or what is done before them. */
export const how = row =>
  el(
    'span',
    {class: row.doing ? 'epoch doing' : 'epoch', title: doing(row) || undefined},
    progressBar(row.progress ?? (100 * row.epoch) / row.epochs, `progress of ${row.trial}`),
    el('span', {class: 'num'}, doing(row) || `${row.epoch}/${row.epochs}`),
  );

export const fingerprint = text =>
  known(text) ? el('code', {title: `SHA-256 of names, sizes and content of the data: ${text}`}, text.slice(0, 8)) : '–';

const other = row => `other data than ${row.otherDataThan} began with`;

/** The data's fingerprint, marked where its experiment began on other data. */
export const data = row =>
  row.otherDataThan
    ? el('span', {class: 'other', title: `trained on ${other(row)}`}, '≠ ', fingerprint(row.fingerprint))
    : fingerprint(row.fingerprint);

/** Says which of these trials were trained on other data; nothing where none was. */
export function mixed(rows) {
  const marked = rows.filter(row => row.otherDataThan);
  return marked.length
    ? el(
        'p',
        {class: 'note', role: 'note'},
        el('strong', {}, 'Not the same data. '),
        ...marked
          .slice(0, 5)
          .flatMap((row, index) => [index ? '; ' : '', trialLink(row.trial), ` was trained on ${other(row)}`]),
        marked.length > 5 ? `; and ${marked.length - 5} more, marked ≠.` : '.',
      )
    : null;
}

export const link = (path, text) => el('a', {href: path}, text);
export const trialLink = id => link(`/trials/${encodeURIComponent(id)}`, id);
export const experimentLink = id => link(`/experiments/${encodeURIComponent(id)}`, id);
export const hash = text =>
  known(text) ? el('code', {title: text}, text.length > 12 ? `${text.slice(0, 12)}…` : text) : '–';
