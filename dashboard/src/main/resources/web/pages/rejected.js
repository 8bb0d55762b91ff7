import {get} from '../api.js';
import {el, show} from '../dom.js';
import * as format from '../format.js';
import {listen, settled} from '../live.js';
import {ago, card, cardWith, empty, hash, json, table, title} from '../widgets.js';
import {say} from '../words.js';

export async function open() {
  const answer = await draw();
  const again = settled(draw);
  listen(`${answer.generation}:${answer.offset}`, {rejected: again, snapshot: again});
}

async function draw() {
  const [answer, status] = await Promise.all([get('/api/rejected'), get('/api/status')]);
  show(
    title(say('rejectedRequests'), el('p', {class: 'quiet'}, say('inAll', {count: answer.total}))),
    ...(answer.rows.length ? answer.rows.map(item) : [empty(say('nothingRejected'), say('nothingRejectedHint'))]),
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
          say('withoutEffect'),
          el('p', {class: 'quiet'}, say('withoutEffectCounts', {voided, notUnderstood, refused})),
          ...(withoutEffect.length === 0
            ? []
            : [
                el('p', {class: 'quiet'}, say('withoutEffectFacts', {count: totals.withoutEffect})),
                table(
                  [[say('offsetOf'), 'right'], [say('event')], [say('why')]],
                  withoutEffect.map(row => [String(row.offset), row.type, row.reason]),
                ),
              ]),
        ),
      ];

function item(row) {
  const {offset, topic, partition} = row.source;
  const heading = say(partition ? 'sourceOfPartition' : 'sourceOf', {
    offset: String(offset),
    topic,
    partition: String(partition),
  });
  const made = cardWith(
    heading,
    [
      ago(row.time),
      el('span', {class: 'quiet'}, say('eventOf', {offset: String(row.offset), bytes: format.count(row.bytes)})),
      hash(row.sha256),
    ],
    el(
      'ul',
      {},
      row.reasons.map(reason => el('li', {}, reason)),
    ),
    row.quote ? json(row.quote) : null,
  );
  made.classList.add('rejected');
  return made;
}
