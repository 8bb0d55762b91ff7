import {el} from './dom.js';

// Panels of which one is shown; which, stands in the address.

/**
 * `all` are {name, text, panel, opened}; `opened` is called each time its panel comes to be seen. What comes back has the
 * element, `begin()` to be called once it is on the page, and `go(name)`.
 */
export function tabs(label, all) {
  const buttons = all.map(({name, text, panel}) => {
    panel.id = `panel-${name}`;
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', `tab-${name}`);
    panel.hidden = true;
    return el(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${name}`,
        'aria-controls': panel.id,
        onclick: () => go(name),
        onkeydown: event => step(event, name),
      },
      text,
    );
  });
  const list = el('div', {class: 'tabs', role: 'tablist', 'aria-label': label}, buttons);

  function step(event, name) {
    const to = {ArrowRight: 1, ArrowLeft: -1, Home: -all.length, End: all.length}[event.key];
    if (!to) return;
    event.preventDefault();
    const here = all.findIndex(each => each.name === name);
    const far = Math.abs(to) > 1;
    const next = far ? (to < 0 ? 0 : all.length - 1) : (here + to + all.length) % all.length;
    go(all[next].name);
    buttons[next].focus();
  }

  function select(name) {
    all.forEach(({name: each, panel}, index) => {
      const chosen = each === name;
      panel.hidden = !chosen;
      buttons[index].setAttribute('aria-selected', String(chosen));
      buttons[index].tabIndex = chosen ? 0 : -1;
      if (chosen) buttons[index].scrollIntoView({block: 'nearest', inline: 'nearest'});
    });
    all.find(each => each.name === name).opened?.();
  }

  function go(name) {
    const address = new URL(location.href);
    if (name === all[0].name) address.searchParams.delete('tab');
    else address.searchParams.set('tab', name);
    history.replaceState(null, '', address);
    select(name);
  }

  return {
    element: el('div', {}, list, ...all.map(({panel}) => panel)),
    begin() {
      const wanted = new URLSearchParams(location.search).get('tab');
      select(all.some(({name}) => name === wanted) ? wanted : all[0].name);
    },
    go,
  };
}
