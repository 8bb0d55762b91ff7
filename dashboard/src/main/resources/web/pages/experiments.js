import {get} from '../api.js';
import {el, show} from '../dom.js';
import * as format from '../format.js';
import {listen, settled} from '../live.js';
import {experiments} from '../store.js';
import {ago, archivedBox, countsBar, empty, experimentLink, liveTable, tags, title} from '../widgets.js';
import {say} from '../words.js';

let archived = new URLSearchParams(location.search).get('archived') === 'true' ? 'true' : '';
const total = el('p', {class: 'quiet'});

export async function open() {
  const table = liveTable(headings(), 'experiment', cells);
  const card = el('section', {class: 'card flush'}, table.element);
  const none = empty(say('noExperiments'), say('noExperimentsHint'));
  card.hidden = true;
  none.hidden = true;
  const choose = archivedBox(archived, checked => {
    archived = checked;
    history.replaceState(null, '', archived ? '/experiments?archived=true' : '/experiments');
    read();
  });
  show(
    title(say('experiments'), total),
    el('form', {class: 'filters', onsubmit: event => event.preventDefault()}, choose),
    card,
    none,
  );
  experiments.watch(({changed}) => {
    const rows = experiments.all();
    card.hidden = !rows.length;
    none.hidden = rows.length > 0;
    table.draw(rows, changed);
  });
  const answer = await read();
  const again = settled(read);
  listen(`${answer.generation}:${answer.offset}`, {experiment: again, snapshot: again});
}

async function read() {
  const answer = await get('/api/experiments', {sort: '-accepted', limit: 500, archived});
  total.textContent = say('inAll', {count: answer.total});
  experiments.replace(answer.rows, answer);
  return answer;
}

const headings = () => [
  [say('experiment')],
  [say('dataset')],
  [say('owner')],
  [say('tags')],
  [say('priority'), 'right'],
  [say('trials'), 'right'],
  [say('done')],
  [say('state')],
  [say('accepted')],
];

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
