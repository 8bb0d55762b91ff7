import {get} from '../api.js';
import {el, show} from '../dom.js';
import * as format from '../format.js';
import {listen} from '../live.js';
import {ask, post, toast} from '../requests.js';
import {specForm} from '../specform.js';
import {card, cardWith, link, title} from '../widgets.js';
import {phrase, say} from '../words.js';
import {yaml} from '../yaml.js';

const QUIET = 500;
const BEGUN = {
  experiment: 'my-experiment',
  dataset: 'digits',
  matrix: {model: ['resnet18'], seed: [1, 2]},
  recipe: {epochs: 3},
};
const parts = {};
let timer;
let asked = 0;
let checked = [];

export async function open() {
  const schema = await get('/api/schema/experiment');
  parts.form = specForm(schema, spec => write(yaml(spec)));
  parts.text = el('textarea', {
    class: 'editor',
    spellcheck: 'false',
    'aria-label': say('asYaml'),
    'aria-describedby': 'draft-faults',
    oninput: later,
    onkeydown: indent,
  });
  parts.faults = el('ul', {class: 'faults', id: 'draft-faults'});
  parts.result = el('div', {class: 'result', role: 'status'});
  parts.send = el('button', {type: 'button', class: 'primary', disabled: true, onclick: send}, say('submitIt'));
  show(
    title(say('submitExperiment')),
    el(
      'div',
      {class: 'sides'},
      card(say('asForm'), el('p', {class: 'quiet'}, say('severalByComma')), parts.form.element),
      el(
        'div',
        {},
        cardWith(say('asYaml'), [], parts.text, parts.faults),
        el('section', {class: 'card verdict'}, parts.result, parts.send),
      ),
    ),
  );
  const spec = await beginning(schema);
  parts.form.show(spec);
  write(yaml(spec));
  const {offset, generation} = await get('/api/status');
  listen(`${generation}:${offset}`, {});
}

/** The spec of the experiment that the address names, without what everybody has; or a small one. */
async function beginning(schema) {
  const from = new URLSearchParams(location.search).get('from');
  if (!from) return BEGUN;
  const {spec} = await get(`/api/experiments/${encodeURIComponent(from)}`);
  return without(spec, schema);
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const bare = value =>
  value === null || value === undefined || value === '' || (typeof value === 'object' && !Object.keys(value).length);

function without(spec, schema) {
  const left = {};
  for (const [name, value] of Object.entries(spec)) {
    const known = schema.properties?.[name];
    if (!known || name === 'key' || bare(value) || ('default' in known && same(known.default, value))) continue;
    const below = known.properties && name !== 'matrix' ? without(value, known) : value;
    if (!bare(below)) left[name] = below;
  }
  return left;
}

function write(text) {
  parts.text.value = text;
  later();
}

function later() {
  parts.send.disabled = true;
  clearTimeout(timer);
  timer = setTimeout(look, QUIET);
}

async function look() {
  const mine = ++asked;
  try {
    const answer = await post('/api/drafts', {text: parts.text.value});
    if (mine === asked) tell(answer.parts);
  } catch (error) {
    if (mine === asked) parts.result.replaceChildren(el('p', {class: 'wrong', role: 'alert'}, error.message));
  }
}

function tell(found) {
  checked = found;
  const faults = found.flatMap(part => part.faults);
  const [only] = found;
  if (found.length === 1 && only.json) {
    try {
      parts.form.show(JSON.parse(only.json));
    } catch {
      // The text alone can show what is no object.
    }
  }
  parts.form.mark(found.length === 1 ? faults : []);
  parts.text.setAttribute('aria-invalid', String(faults.length > 0));
  parts.faults.replaceChildren(
    ...faults.map(({place, text}) =>
      el(
        'li',
        {},
        place ? el('button', {type: 'button', class: 'small', onclick: () => toLine(place)}, place) : null,
        place ? ' ' : null,
        text,
      ),
    ),
  );
  parts.result.replaceChildren(
    ...(faults.length ? [el('p', {class: 'wrong'}, say('faultsFound', {count: faults.length}))] : outlook(found)),
  );
  parts.send.disabled = faults.length > 0 || !found.length;
}

function outlook(found) {
  const trials = found.reduce((sum, part) => sum + (part.trials ?? 0), 0);
  const hours = found.every(part => part.slotHours !== undefined)
    ? found.reduce((sum, part) => sum + part.slotHours, 0)
    : undefined;
  const ends = found.map(part => part.expected).filter(Boolean);
  const last =
    ends.length === found.length ? ends.reduce((one, other) => (one.latest > other.latest ? one : other)) : undefined;
  return [
    el('p', {class: 'big'}, say('trialsInAll', {count: trials})),
    el(
      'p',
      {},
      last ? say('wouldEnd', {when: format.expected(last)}) : say('endNotKnown'),
      ' ',
      hours === undefined ? say('hoursNotKnown') : say('slotHours', {hours: hours.toFixed(hours < 1 ? 3 : 1)}),
    ),
  ];
}

/** Goes to a line of the text. */
function toLine(place) {
  const line = Number(/\d+/.exec(place)?.[0] ?? 1);
  const lines = parts.text.value.split('\n');
  const begin = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  parts.text.focus();
  parts.text.setSelectionRange(begin, begin + (lines[line - 1]?.length ?? 0));
}

/** Enter goes on as far in as the line before. */
function indent(event) {
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
  const {value, selectionStart: at, selectionEnd: to} = parts.text;
  const line = value.slice(value.lastIndexOf('\n', at - 1) + 1, at);
  const inset = /^ */.exec(line)[0] + (/:\s*$/.test(line) ? '  ' : '');
  if (!inset) return;
  event.preventDefault();
  parts.text.setRangeText(`\n${inset}`, at, to, 'end');
  later();
}

/** A key makes whatever is sent twice count once. */
const key = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map(each => each.toString(16).padStart(2, '0')).join('');

async function send() {
  parts.send.disabled = true;
  const done = [];
  try {
    for (const part of checked) {
      const request = JSON.parse(part.json);
      done.push(await ask(request.key ? request : {...request, key: key()}));
    }
    parts.result.replaceChildren(
      ...done.map(fate =>
        el(
          'p',
          {class: 'big'},
          ...phrase('wasAccepted', {experiment: link(`/experiments/${encodeURIComponent(fate.target)}`, fate.target)}),
        ),
      ),
    );
  } catch (error) {
    toast(error.message, true);
    parts.send.disabled = false;
  }
}
