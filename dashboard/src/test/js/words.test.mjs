import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {number, phrase, preferred, say, speak} from '../../main/resources/web/words.js';
import {en} from '../../main/resources/web/words/en.js';
import {ko} from '../../main/resources/web/words/ko.js';

const forms = found => (typeof found === 'string' ? [found] : Object.values(found));
const places = found => [...new Set(forms(found).flatMap(text => text.match(/\{\w+\}/g) ?? []))].sort();

test('both languages have the same words, with the same places to fill in', () => {
  assert.deepEqual(Object.keys(ko).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en)) assert.deepEqual(places(ko[key]), places(en[key]), key);
});

test('every word is said somewhere', () => {
  const web = new URL('../../main/resources/web/', import.meta.url);
  const sources = readdirSync(web, {recursive: true})
    .map(String)
    .filter(name => /\.(js|json|html)$/.test(name) && !name.startsWith('words/'))
    .map(name => readFileSync(new URL(name, web), 'utf8'))
    .join();
  assert.deepEqual(
    Object.keys(en).filter(key => !new RegExp(`['"]${key}['"]|\\b${key}: '`).test(sources)),
    [],
  );
});

test('every word that has a plural has the forms of its language', () => {
  for (const [code, words] of Object.entries({en, ko})) {
    const {pluralCategories} = new Intl.PluralRules(code).resolvedOptions();
    for (const [key, found] of Object.entries(words)) {
      if (typeof found !== 'string') assert.deepEqual(Object.keys(found).sort(), [...pluralCategories].sort(), key);
    }
  }
});

test('the language is the one chosen before, else what the browser wants, else English', () => {
  assert.equal(preferred('ko', ['en-GB']), 'ko');
  assert.equal(preferred(null, ['fr', 'ko-KR', 'en']), 'ko');
  assert.equal(preferred('xx', ['fr']), 'en');
  assert.equal(preferred('toString', []), 'en');
});

test('numbers are written as the language does, and ids as they are', () => {
  speak('en', ['en-GB']);
  assert.equal(say('trialsInAll', {count: 1}), '1 trial');
  assert.equal(say('trialsInAll', {count: 12_300}), '12,300 trials');
  assert.equal(say('slot', {}), 'Slot');
  assert.equal(number(1234.5), '1,234.5');
  speak('ko');
  assert.equal(say('trialsInAll', {count: 12_300}), '트라이얼 12,300개');
  speak('en');
});

test('what is filled in may be anything, such as an element', () => {
  const element = {};
  assert.deepEqual(phrase('mixedOne', {trial: element, first: 'mine-1.1'}), [
    element,
    ' was trained on other data than ',
    'mine-1.1',
    ' began with',
  ]);
});

test('a key that is not there is a mistake of ours, and is told', () => {
  assert.throws(() => say('nothing'), /words\/en.js: nothing/);
});
