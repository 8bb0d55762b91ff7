import {el} from './dom.js';
import {figure, latex, markdown, reportRows} from './report.js';
import {toast} from './requests.js';
import {cardWith, choice, empty, table, trialLink} from './widgets.js';
import {say} from './words.js';

const heads = () => [say('model'), say('seeds'), say('seconds'), say('bestTestAccuracy')];

async function copy(area) {
  try {
    await navigator.clipboard.writeText(area.value);
  } catch {
    // Where the page comes without TLS, browsers have no clipboard for it; what is selected can be copied.
    area.select();
    document.execCommand('copy');
  }
  toast(say('copied'));
}

/** What an experiment came to, over seeds, to be copied into a report; `draw` takes its trials. */
export function reportCard() {
  let form = 'markdown';
  let rows = [];
  const body = el('div');
  const area = el('textarea', {
    class: 'editor source',
    readonly: true,
    spellcheck: 'false',
    'aria-label': say('report'),
  });
  const forms = choice(say('report'), {markdown: say('markdown'), latex: say('latex')}, form, chosen => {
    form = chosen;
    write();
  });
  const button = el('button', {type: 'button', class: 'small', onclick: () => copy(area)}, say('copy'));
  const below = el('div', {}, area, el('p', {class: 'quiet'}, say('checkLater')));
  const element = cardWith(say('report'), [forms, button], body, below);

  function write() {
    area.value = {markdown, latex}[form](rows, heads());
    area.rows = Math.min(20, area.value.split('\n').length);
  }

  const cells = row => [
    row.name,
    String(row.trials.length),
    figure(row, 'seconds').filter(Boolean).join(' ± '),
    figure(row, 'accuracy').filter(Boolean).join(' ± '),
    el(
      'span',
      {class: 'tags'},
      row.trials.slice(0, 6).map(each => trialLink(each.trial)),
      row.trials.length > 6 ? say('andMore', {count: row.trials.length - 6}) : null,
    ),
  ];

  return {
    element,
    draw(all) {
      rows = reportRows(all);
      below.hidden = button.hidden = forms.hidden = !rows.length;
      const right = heads().map((text, index) => (index ? [text, 'right'] : [text]));
      body.replaceChildren(
        rows.length ? table([...right, [say('trials')]], rows.map(cells)) : empty(say('nothingToReport')),
      );
      if (document.activeElement !== area) write();
    },
  };
}
