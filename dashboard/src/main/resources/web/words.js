import {en} from './words/en.js';
import {ko} from './words/ko.js';

// What the pages say, in the reader's language. Text of the log and of the board's answers stays as it is there.
const WORDS = {en, ko};
const BRACES = /\{(\w+)\}/;
let spoken = 'en';
let locale = 'en';

// why: to make one takes as long as many uses of it
const numbers = new Map();
const plurals = new Map();

/** Every language by its own name. */
export const LANGUAGES = {en: 'English', ko: '한국어'};

export const language = () => spoken;

/** The one that was chosen before, or the first that the browser wants and is there, or English. */
export const preferred = (kept, wanted) =>
  [kept, ...wanted.map(each => each.slice(0, 2).toLowerCase())].find(each => Object.hasOwn(WORDS, each)) ?? 'en';

/** From now on in this language, with numbers and times as the browser wants them in it. */
export function speak(code, wanted = /** @type {readonly string[]} */ ([])) {
  spoken = code;
  locale = wanted.find(each => each.slice(0, 2).toLowerCase() === code) ?? code;
}

function kept(all, key, make) {
  if (!all.has(key)) all.set(key, make());
  return all.get(key);
}

export const number = (value, options = {}) =>
  kept(numbers, locale + JSON.stringify(options), () => new Intl.NumberFormat(locale, options)).format(value);

export const time = instant => new Date(instant).toLocaleString(locale);

function sentence(key, values) {
  const found = WORDS[spoken][key];
  if (found === undefined) throw new Error(`words/${spoken}.js: ${key}`);
  return typeof found === 'string'
    ? found
    : found[kept(plurals, spoken, () => new Intl.PluralRules(spoken)).select(values.count)];
}

/** A sentence as its pieces, so that what is filled in may be elements. */
export function phrase(key, values = {}) {
  return sentence(key, values)
    .split(BRACES)
    .map((piece, index) => {
      if (index % 2 === 0) return piece;
      const value = values[piece];
      return typeof value === 'number' ? number(value) : value;
    })
    .filter(piece => piece !== '');
}

/** A sentence with its values filled in; numbers as the language writes them. */
export const say = (key, values) => phrase(key, values).join('');
