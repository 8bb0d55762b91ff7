import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {asOf, leadsTo, route} from '../../main/resources/web/routes.js';
import {en} from '../../main/resources/web/words/en.js';

const web = new URL('../../main/resources/web/', import.meta.url);
const pages = JSON.parse(readFileSync(new URL('pages.json', web), 'utf8'));

test('an address is of one page, with the id in it', () => {
  const found = path => {
    const at = route(pages, path);
    return at && [at.page.module, at.id];
  };
  assert.deepEqual(found('/'), ['leaderboard', undefined]);
  assert.deepEqual(found('/experiments/'), ['experiments', undefined]);
  assert.deepEqual(found('/experiments/four-models-1'), ['experiment', 'four-models-1']);
  assert.deepEqual(found('/trials/%EA%B0%80-1.2'), ['trial', '가-1.2']);
  assert.equal(found('/nothing'), undefined);
});

test('the page above a page is marked as where one is', () => {
  const marked = path => pages.filter(page => page.nav && leadsTo(page, path)).map(page => page.module);
  assert.deepEqual(marked('/'), ['leaderboard']);
  assert.deepEqual(marked('/experiments/mine-1'), ['experiments']);
  assert.deepEqual(marked('/workers'), ['workers']);
  assert.deepEqual(marked('/trials/mine-1.1'), []);
});

test('every page of the table is there and has a title, and every module is a page', () => {
  for (const {module, title} of pages) {
    assert.ok(existsSync(new URL(`pages/${module}.js`, web)), module);
    assert.ok(title in en, title);
  }
  assert.deepEqual(readdirSync(new URL('pages/', web)).sort(), pages.map(page => `${page.module}.js`).sort());
});

test('pages import no pages', () => {
  for (const file of readdirSync(new URL('pages/', web))) {
    const imported = [...readFileSync(new URL(`pages/${file}`, web), 'utf8').matchAll(/from '([^']+)'/g)].map(
      ([, path]) => path,
    );
    assert.ok(imported.length > 0, file);
    assert.deepEqual(
      imported.filter(path => !/^\.\.\/[a-z]+\.js$/.test(path)),
      [],
      file,
    );
  }
});

test('a moment is kept in an address, in the place of any other', () => {
  assert.equal(asOf('/', '40'), '/?at=40');
  assert.equal(asOf('/timeline#changes', '40'), '/timeline?at=40#changes');
  assert.equal(asOf('/?sort=trial&at=3', '40'), '/?sort=trial&at=40');
  assert.equal(asOf('/?at=40&sort=trial', '40'), '/?at=40&sort=trial');
  assert.equal(asOf('/?at=40&sort=trial#x', undefined), '/?sort=trial#x');
  assert.equal(asOf('/workers', undefined), '/workers');
  assert.equal(
    asOf('/?filter=a%3E0.5', '2026-11-27T08:00:00+09:00'),
    '/?filter=a%3E0.5&at=2026-11-27T08%3A00%3A00%2B09%3A00',
  );
});
