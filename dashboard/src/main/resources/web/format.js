import {number, say, time} from './words.js';

// Values as text. Nothing here knows the page.
export const known = value => value !== undefined && value !== null && value !== '';
const finite = value => typeof value === 'number' && Number.isFinite(value);

export const percent = (share, digits = 2) =>
  !known(share) ? '–' : finite(share) ? (100 * share).toFixed(digits) : String(share);

/** A difference of shares, in points of a hundred. */
export const points = share =>
  number(100 * share, {signDisplay: 'exceptZero', maximumFractionDigits: 2, minimumFractionDigits: 2});

export const loss = value => (!known(value) ? '–' : finite(value) ? value.toFixed(3) : String(value));

export const count = value => (known(value) ? number(Number(value)) : '–');

export function millions(value) {
  if (!known(value)) return '–';
  if (value >= 1e9) return `${(value / 1e9).toFixed(2)} G`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} M`;
  return value >= 1e3 ? `${(value / 1e3).toFixed(1)} k` : String(value);
}

export function seconds(value) {
  if (!known(value)) return '–';
  return value < 100 ? value.toFixed(1) : number(Math.round(value));
}

export function bytes(value) {
  if (!value) return '–';
  return value >= 2 ** 30
    ? say('gibibytes', {count: (value / 2 ** 30).toFixed(value < 100 * 2 ** 30 ? 1 : 0)})
    : say('mebibytes', {count: Math.max(1, Math.round(value / 2 ** 20))});
}

export function age(instant, now = Date.now()) {
  const past = Math.max(0, (now - Date.parse(instant)) / 1000);
  if (past < 60) return say('secondsAgo', {count: Math.round(past)});
  if (past < 3600) return say('minutesAgo', {count: Math.round(past / 60)});
  if (past < 86400) return say('hoursAgo', {count: Math.round(past / 3600)});
  return say('daysAgo', {count: Math.round(past / 86400)});
}

/** How long until then, such as "12 min". */
export function until(instant, now = Date.now()) {
  const left = Math.max(0, (Date.parse(instant) - now) / 1000);
  if (left < 90) return say('secondsLeft', {count: Math.round(left)});
  if (left < 5400) return say('minutesLeft', {count: Math.round(left / 60)});
  return left < 172800
    ? say('hoursLeft', {count: (left / 3600).toFixed(1)})
    : say('daysLeft', {count: (left / 86400).toFixed(1)});
}

/** When something is expected: in four of five cases from the earliest to the latest time. */
export function expected(window, now = Date.now()) {
  const [from, to] = [window.earliest, window.latest].filter(known).map(each => until(each, now));
  return !to ? say('inAtLeast', {from}) : from === to ? say('inAbout', {from}) : say('inBetween', {from, to});
}

/** The times of a window themselves. */
export const window = ({earliest, latest}) =>
  known(latest) ? say('between', {from: time(earliest), to: time(latest)}) : time(earliest);

/** What is done before training, such as "decoding 12,300 of 25,000 images"; empty while an epoch is trained. */
export const doing = row =>
  !row.doing ? '' : row.steps ? say('doing', {doing: row.doing, done: row.step, all: row.steps}) : row.doing;

/** How much of a trial is done, of 100. */
export const share = row => row.progress ?? (100 * row.epoch) / row.epochs;
