import assert from 'node:assert/strict';
import {existsSync, readdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {test} from 'node:test';
import {rulesOf} from '../../build/rules.mjs';

// Unpacked by Maven's validate at the root.
const unpacked = new URL('../../../../target/scripts/META-INF/resources/webjars/typescript/', import.meta.url);
const there = existsSync(unpacked);
const missing = !there && !process.env.CI && 'TypeScript is not unpacked; mvn -N validate does it';

function found(source, path = 'main/resources/web/some.js') {
  const [version] = readdirSync(unpacked);
  const ts = createRequire(import.meta.url)(new URL(`${version}/lib/typescript.js`, unpacked).pathname);
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
  return rulesOf(ts, path, file).map(({node}) => node.getText(file));
}

test('what people read is found where it stands', {skip: missing}, () => {
  for (const [source, word] of [
    ["show(el('p', {}, 'nothing'))", "'nothing'"],
    ["el('p', {title: 'nothing'})", "'nothing'"],
    ["el('p', {'aria-label': ready ? 'Ready' : say('not')})", "'Ready'"],
    ["document.title = 'podium'", "'podium'"],
    ["const told = 'The board is away'", "'The board is away'"],
    ["const told = '리더보드'", "'리더보드'"],
    ['holder.append(`${count} trials`)', '} trials`'],
    ["const age = known => known || 'no idea of it'", "'no idea of it'"],
  ]) {
    assert.deepEqual(found(source), [word], source);
  }
});

test('what nobody reads is left alone', {skip: missing}, () => {
  for (const source of [
    "el('p', {class: 'quiet mono', role: 'alert'}, '–', say('nothing'))",
    "import {el} from './dom.js'",
    "if (row.status === 'RUNNING') get('/api/Some Thing')",
    "const STATUSES = ['QUEUED', 'RUNNING']",
    'const field = `assignment:${name}`',
    "['Enter', ' '].includes(event.key)",
  ]) {
    assert.deepEqual(found(source), [], source);
  }
  assert.deepEqual(found("const one = 'The board is away'", 'main/resources/web/words/en.js'), []);
  assert.deepEqual(found("const one = 'The board is away'", 'test/js/some.test.mjs'), []);
});

test('pages import no pages, == and var are not used', {skip: missing}, () => {
  const page = 'main/resources/web/pages/some.js';
  assert.deepEqual(found("import {open} from './trial.js'", page), ["import {open} from './trial.js'"]);
  assert.deepEqual(found("import {el} from '../dom.js'", page), []);
  assert.deepEqual(found('const a = one == other;'), ['==']);
  assert.deepEqual(found('if (one != other) call();'), ['!=']);
  assert.deepEqual(found('var a = 1;'), ['var a = 1']);
});
