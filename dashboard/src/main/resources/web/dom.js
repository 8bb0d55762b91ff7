// Elements out of plain values. Text only ever becomes text: nothing here parses HTML.
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'class') node.className = value;
    else if (name === 'style') Object.assign(node.style, value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat().filter(child => child !== undefined && child !== null));
  return node;
}

export const show = (...children) => document.getElementById('main').replaceChildren(...children);

export const title = (text, ...more) => {
  document.title = `${text} · Podium`;
  return el('div', {class: 'title'}, el('h1', {}, text), ...more);
};

export const card = (heading, ...children) =>
  el('section', {class: 'card'}, heading ? el('h2', {}, heading) : null, ...children);

export const empty = (text, hint) =>
  el('div', {class: 'empty'}, el('p', {class: 'strong'}, text), hint ? el('p', {class: 'quiet'}, hint) : null);

export const failed = error =>
  el(
    'div',
    {class: 'empty error', role: 'alert'},
    el('p', {class: 'strong'}, 'This page could not be read.'),
    el('p', {}, error.message),
    el('button', {type: 'button', onclick: () => location.reload()}, 'Try again'),
  );

export const facts = pairs =>
  el(
    'dl',
    {class: 'facts'},
    pairs
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
  );

export function table(headings, rows) {
  return el(
    'div',
    {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table'},
    el(
      'table',
      {},
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          headings.map(([text, kind]) => el('th', {class: kind, scope: 'col'}, text)),
        ),
      ),
      el(
        'tbody',
        {},
        rows.map(cells =>
          el(
            'tr',
            {class: cells.kind},
            cells.map((cell, i) => el('td', {class: headings[i][1]}, cell ?? '–')),
          ),
        ),
      ),
    ),
  );
}

/** Whether what is archived is shown, too: 'true' or nothing. */
export function archivedBox(value, change) {
  return el(
    'label',
    {class: 'check'},
    el('input', {
      type: 'checkbox',
      name: 'archived',
      checked: value === 'true',
      onchange: event => change(event.target.checked ? 'true' : ''),
    }),
    'With archived',
  );
}
