import {get} from './api.js';
import {el, empty, show, table, title} from './dom.js';
import * as format from './format.js';
import {listen, settled} from './live.js';

export async function open() {
  const answer = await draw();
  listen(`${answer.generation}:${answer.offset}`, {experiment: again, snapshot: again});
}

const again = settled(draw);

export const countsBar = row => el('span', {class: 'counts', title:
    ['queued', 'running', 'paused', 'succeeded', 'failed', 'cancelled', 'stopped'].map(name => `${row[name]} ${name}`).join(', ')},
  ['succeeded', 'running', 'paused', 'failed', 'cancelled', 'stopped', 'queued'].filter(name => row[name])
    .map(name => el('span', {class: name, style: {flexGrow: row[name]}})));

async function draw() {
  const answer = await get('/api/experiments', {sort: '-accepted', limit: 500});
  show(title('Experiments', el('p', {class: 'quiet'}, `${answer.total.toLocaleString('en')} in all`)),
    answer.total ? el('section', {class: 'card flush'}, table(
      [['Experiment'], ['Data set'], ['Owner'], ['Tags'], ['Priority', 'right'], ['Trials', 'right'], ['Done'], ['State'], ['Accepted']],
      answer.rows.map(row => [
        format.experimentLink(row.experiment), row.dataset, row.owner || '–',
        row.tags.length ? el('span', {class: 'tags'}, row.tags.map(tag => el('span', {class: 'tag'}, tag))) : '–',
        String(row.priority), format.count(row.trials),
        `${row.succeeded + row.failed + row.cancelled + row.stopped}/${row.trials}`, countsBar(row), format.ago(row.acceptedAt),
      ])))
      : empty('No experiments yet.', 'Publish one to the topic podium.requests, or with the podium command.'));
  return answer;
}
