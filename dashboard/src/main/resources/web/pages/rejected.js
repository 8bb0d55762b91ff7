import {get} from '../api.js';
import {card, el, empty, show, table, title} from '../dom.js';
import * as format from '../format.js';
import {listen, settled} from '../live.js';

export async function open() {
  const answer = await draw();
  const again = settled(draw);
  listen(`${answer.generation}:${answer.offset}`, {rejected: again, snapshot: again});
}

async function draw() {
  const [answer, status] = await Promise.all([get('/api/rejected'), get('/api/status')]);
  show(
    title('Rejected requests', el('p', {class: 'quiet'}, `${answer.total.toLocaleString('en')} in all`)),
    ...(answer.rows.length
      ? answer.rows.map(item)
      : [empty('Nothing was rejected.', 'A request that cannot be followed appears here with the reason.')]),
    ...idle(status),
  );
  return answer;
}

// What of the log does not count, or changed nothing on this board: nobody's mistake here, and good to know.
const idle = ({voided, notUnderstood, refused, totals, withoutEffect}) =>
  voided + totals.withoutEffect === 0
    ? []
    : [
        card(
          'Without effect',
          el(
            'p',
            {class: 'quiet'},
            `Of the log, ${format.count(voided)} records do not count, ${format.count(notUnderstood)} facts are not understood, and ${format.count(refused)} are refused, as they contradict what stands before them.`,
          ),
          ...(withoutEffect.length === 0
            ? []
            : [
                el(
                  'p',
                  {class: 'quiet'},
                  `Facts that changed nothing here: ${format.count(totals.withoutEffect)} in all, the latest first`,
                ),
                table(
                  [['Offset', 'right'], ['Event'], ['Why']],
                  withoutEffect.map(row => [String(row.offset), row.type, row.reason]),
                ),
              ]),
        ),
      ];

const item = row =>
  el(
    'section',
    {class: 'card rejected'},
    el(
      'div',
      {class: 'row'},
      el(
        'h2',
        {},
        `Offset ${row.source.offset} of ${row.source.topic}${row.source.partition ? `, partition ${row.source.partition}` : ''}`,
      ),
      format.ago(row.time),
      el('span', {class: 'quiet'}, `event ${row.offset}, ${format.count(row.bytes)} bytes`),
      format.hash(row.sha256),
    ),
    el(
      'ul',
      {},
      row.reasons.map(reason => el('li', {}, reason)),
    ),
    ...(row.quote ? [el('pre', {class: 'json'}, row.quote)] : []),
  );
