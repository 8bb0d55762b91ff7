import {get} from '../api.js';
import {el, show} from '../dom.js';
import * as format from '../format.js';
import {listen, settled} from '../live.js';
import {ago, archivedBox, countsBar, empty, experimentLink, table, tags, title} from '../widgets.js';
import {say} from '../words.js';

let archived = new URLSearchParams(location.search).get('archived') === 'true' ? 'true' : '';

export async function open() {
  const answer = await draw();
  listen(`${answer.generation}:${answer.offset}`, {experiment: again, snapshot: again});
}

const again = settled(draw);

async function draw() {
  const answer = await get('/api/experiments', {sort: '-accepted', limit: 500, archived});
  show(
    title(say('experiments'), el('p', {class: 'quiet'}, say('inAll', {count: answer.total}))),
    el(
      'form',
      {class: 'filters', onsubmit: event => event.preventDefault()},
      archivedBox(archived, checked => {
        archived = checked;
        history.replaceState(null, '', archived ? '/experiments?archived=true' : '/experiments');
        draw();
      }),
    ),
    answer.total
      ? el(
          'section',
          {class: 'card flush'},
          table(
            [
              [say('experiment')],
              [say('dataset')],
              [say('owner')],
              [say('tags')],
              [say('priority'), 'right'],
              [say('trials'), 'right'],
              [say('done')],
              [say('state')],
              [say('accepted')],
            ],
            answer.rows.map(cells),
          ),
        )
      : empty(say('noExperiments'), say('noExperimentsHint')),
  );
  return answer;
}

const cells = row => [
  el('span', {}, experimentLink(row.experiment), row.archived ? el('span', {class: 'tag'}, say('archived')) : null),
  row.dataset,
  row.owner || '–',
  tags(row.tags) || '–',
  String(row.priority),
  format.count(row.trials),
  `${row.succeeded + row.failed + row.cancelled + row.stopped}/${row.trials}`,
  countsBar(row),
  ago(row.acceptedAt),
];
