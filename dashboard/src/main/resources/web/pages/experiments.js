import {get} from '../api.js';
import {archivedBox, el, empty, show, table, title} from '../dom.js';
import * as format from '../format.js';
import {listen, settled} from '../live.js';

let archived = new URLSearchParams(location.search).get('archived') === 'true' ? 'true' : '';

export async function open() {
  const answer = await draw();
  listen(`${answer.generation}:${answer.offset}`, {experiment: again, snapshot: again});
}

const again = settled(draw);

export const countsBar = row =>
  el(
    'span',
    {
      class: 'counts',
      title: ['queued', 'running', 'paused', 'succeeded', 'failed', 'cancelled', 'stopped']
        .map(name => `${row[name]} ${name}`)
        .join(', '),
    },
    ['succeeded', 'running', 'paused', 'failed', 'cancelled', 'stopped', 'queued']
      .filter(name => row[name])
      .map(name => el('span', {class: name, style: {flexGrow: row[name]}})),
  );

async function draw() {
  const answer = await get('/api/experiments', {sort: '-accepted', limit: 500, archived});
  show(
    title('Experiments', el('p', {class: 'quiet'}, `${answer.total.toLocaleString('en')} in all`)),
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
              ['Experiment'],
              ['Data set'],
              ['Owner'],
              ['Tags'],
              ['Priority', 'right'],
              ['Trials', 'right'],
              ['Done'],
              ['State'],
              ['Accepted'],
            ],
            answer.rows.map(row => [
              el(
                'span',
                {},
                format.experimentLink(row.experiment),
                row.archived ? el('span', {class: 'tag'}, 'archived') : null,
              ),
              row.dataset,
              row.owner || '–',
              row.tags.length
                ? el(
                    'span',
                    {class: 'tags'},
                    row.tags.map(tag => el('span', {class: 'tag'}, tag)),
                  )
                : '–',
              String(row.priority),
              format.count(row.trials),
              `${row.succeeded + row.failed + row.cancelled + row.stopped}/${row.trials}`,
              countsBar(row),
              format.ago(row.acceptedAt),
            ]),
          ),
        )
      : empty('No experiments yet.', 'Publish one to the topic podium.requests, or with the podium command.'),
  );
  return answer;
}
