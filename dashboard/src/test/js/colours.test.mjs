import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {HUES, mark, SHAPES} from '../../main/resources/web/colours.js';

const css = readFileSync(new URL('../../main/resources/web/app.css', import.meta.url), 'utf8');

test('a look follows from the id alone, and stays what it was', () => {
  assert.deepEqual(mark('four-models-1.3'), mark('four-models-1.3'));
  assert.deepEqual(
    ['four-models-1.1', 'my.2', 'a-1.48'].map(trial => Object.values(mark(trial))),
    [
      [4, 'emptyCircle'],
      [4, 'triangle'],
      [5, 'emptyTriangle'],
    ],
  );
});

test('the trials of an experiment differ as long as there are looks', () => {
  for (const experiment of ['mine-1', 'four-models-1', 'a-77']) {
    const looks = Array.from({length: HUES * SHAPES.length}, (_, index) =>
      JSON.stringify(mark(`${experiment}.${index + 1}`)),
    );
    assert.equal(new Set(looks).size, looks.length);
    const hues = looks.slice(0, HUES).map(look => JSON.parse(look).hue);
    assert.equal(new Set(hues).size, HUES);
  }
});

// Machado, Oliveira and Fernandes 2009, severity 1: what an eye without one kind of cone sees, in linear RGB.
const EYES = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const linear = hex =>
  [1, 3, 5]
    .map(at => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
const luminance = rgb => product([[0.2126, 0.7152, 0.0722]], rgb)[0];
const product = (rows, vector) => rows.map(row => row.reduce((sum, each, i) => sum + each * vector[i], 0));

/** Björn Ottosson's Oklab: as far apart as people find colours different. */
function lab(rgb) {
  const [l, m, s] = product(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb.map(c => Math.min(1, Math.max(0, c))),
  ).map(Math.cbrt);
  return product(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [l, m, s],
  );
}

for (const theme of ['light', 'dark']) {
  const block = css.split(/\[data-theme="dark"\]/)[theme === 'light' ? 0 : 1];
  const value = name => linear(block.match(new RegExp(`--${name}: (#[0-9a-f]{6})`))[1]);
  const hues = Array.from({length: HUES}, (_, index) => value(`hue-${index}`));

  test(`on a ${theme} ground every hue stands out`, () => {
    const ground = luminance(value('surface'));
    for (const hue of hues.map(luminance)) {
      const ratio = (Math.max(hue, ground) + 0.05) / (Math.min(hue, ground) + 0.05);
      assert.ok(ratio >= 3, `${ratio}`);
    }
  });

  for (const [eye, rows] of Object.entries(EYES)) {
    test(`on a ${theme} ground an eye with ${eye} cones tells any two hues apart`, () => {
      const seen = hues.map(hue => lab(product(rows, hue)));
      for (let one = 0; one < HUES; one++) {
        for (let other = one + 1; other < HUES; other++) {
          const apart = Math.hypot(...seen[one].map((each, i) => each - seen[other][i]));
          assert.ok(apart >= 0.085, `${one} and ${other}: ${apart}`);
        }
      }
    });
  }
}
