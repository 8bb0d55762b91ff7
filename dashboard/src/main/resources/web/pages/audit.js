import {get} from '../api.js';
import {el, renew, show} from '../dom.js';
import {listen, settled} from '../live.js';
import {card, facts, table, title} from '../widgets.js';
import {say} from '../words.js';

const EVERY = 10000;
const parts = {};

export async function open() {
  parts.verdict = el('div');
  parts.found = el('div');
  parts.laws = el('div');
  const {rows: laws} = await get('/api/audit/laws');
  show(title(say('audit')), parts.verdict, parts.found, card(say('laws'), parts.laws));
  const status = await draw(laws);
  const again = settled(() => draw(laws), 2000, 10000);
  setInterval(() => !document.hidden && again(), EVERY);
  listen(`${status.generation}:${status.offset}`, {snapshot: again});
}

async function draw(laws) {
  const [audit, status] = await Promise.all([get('/api/audit'), get('/api/status')]);
  const broken = new Map();
  for (const {invariant} of audit.violations) broken.set(invariant, (broken.get(invariant) ?? 0) + 1);
  renew(parts.verdict, el('div', {}, verdict(audit, status)));
  renew(parts.found, el('div', {}, audit.violations.length ? found(audit) : null));
  renew(
    parts.laws,
    el(
      'div',
      {},
      table(
        [[say('state')], [say('law')], [say('meaning')]],
        [...laws]
          .sort((one, other) => (broken.get(other.name) ?? 0) - (broken.get(one.name) ?? 0))
          .map(({name, meaning}) => [
            mark(broken.get(name)),
            el('code', {}, name),
            el('span', {class: 'wrap wide', lang: 'en'}, meaning),
          ]),
      ),
    ),
  );
  return status;
}

const mark = times =>
  times
    ? el('span', {class: 'chip failed'}, `✕ ${say('brokenTimes', {count: times})}`)
    : el('span', {class: 'chip succeeded'}, `✓ ${say('kept')}`);

function verdict({offset, violations, earlier = 0}, {voided, notUnderstood, refused, term}) {
  const count = violations.length + earlier;
  return el(
    'section',
    {class: 'card', role: 'status'},
    el('p', {class: count ? 'big bad' : 'big'}, count ? say('violationsFound', {count}) : say('nothingBroken')),
    facts([
      [say('judgedUpTo'), say('offset', {offset: String(offset)})],
      [say('term'), String(term)],
      [say('voided'), String(voided)],
      [say('notUnderstood'), String(notUnderstood)],
      [say('refused'), String(refused)],
    ]),
    el('p', {class: 'quiet'}, say('auditHint')),
  );
}

const found = ({violations, earlier = 0}) =>
  card(
    say('violations'),
    earlier ? el('p', {class: 'quiet'}, say('earlierOnes', {count: earlier})) : null,
    table(
      [[say('offsetOf'), 'right'], [say('law')], [say('what')]],
      violations
        .toReversed()
        .map(row => [
          String(row.offset),
          el('code', {title: row.meaning, lang: 'en'}, row.invariant),
          el('span', {class: 'wrap wide'}, row.what, row.withoutEffect ? ` ${say('hadNoEffect')}` : ''),
        ]),
    ),
  );
