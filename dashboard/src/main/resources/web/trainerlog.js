import {get} from './api.js';
import {byId, el} from './dom.js';
import {choice, empty} from './widgets.js';
import {say} from './words.js';

const PAGE = 300;
const MOST = 5000;
const EVERY = 2000;

/** What the trainer of a trial's attempts said: the newest lines, earlier ones on demand, and what comes, while it is looked at. */
export function trainerLog(trial) {
  let row;
  let attempt;
  let text = '';
  let seen = {from: 0, to: 0};
  let asked = 0;
  let timer;
  const bar = el('div', {class: 'row'});
  const lines = el('ol', {class: 'log', tabindex: '0', 'aria-label': say('trainerLog')});
  const earlier = el('button', {type: 'button', onclick: () => back()}, say('earlierLines'));
  const note = el('div', {role: 'status'});
  const search = el('input', {
    type: 'search',
    'aria-label': say('searchLog'),
    placeholder: say('searchLog'),
    maxlength: '200',
    oninput: () => {
      text = search.value.trim();
      clearTimeout(timer);
      timer = setTimeout(begin, 250);
    },
  });
  const element = el('section', {class: 'card'}, bar, note, earlier, lines);

  const ask = parameters =>
    get(`/api/trials/${encodeURIComponent(trial)}/attempts/${attempt}/log`, {
      ...parameters,
      limit: PAGE,
      contains: text,
    });
  const visible = () => element.isConnected && element.offsetParent !== null;
  const atEnd = () => lines.scrollHeight - lines.scrollTop - lines.clientHeight < 30;

  function marked(line) {
    if (!text) return [line];
    const pieces = [];
    const [lower, wanted] = [line.toLowerCase(), text.toLowerCase()];
    let at = 0;
    // Some letters are longer in lower case; then a place in one is none in the other.
    if (lower.length === line.length) {
      for (let found = lower.indexOf(wanted); found >= 0; found = lower.indexOf(wanted, at)) {
        pieces.push(line.slice(at, found), el('mark', {}, line.slice(found, found + wanted.length)));
        at = found + wanted.length;
      }
    }
    return [...pieces, line.slice(at)].filter(piece => piece !== '');
  }

  const item = ({at, text: line}) =>
    el(
      'li',
      {'data-at': at, class: /\b(error|exception|failed\w*)\b/i.test(line) ? 'bad' : undefined},
      ...marked(line),
    );

  function tell(page) {
    const none = page.lack
      ? empty(say('noLogHere'), page.lack)
      : lines.children.length
        ? ''
        : empty(say(text ? 'noLineFits' : 'noLineYet'), text && page.from > 0 ? say('lookedThroughEnd') : undefined);
    note.replaceChildren(none);
    lines.hidden = !lines.children.length;
    earlier.hidden = seen.from === 0;
    earlier.textContent = say(text ? 'searchFurther' : 'earlierLines');
  }

  async function begin() {
    if (!attempt) return;
    const mine = ++asked;
    const page = await ask({}).catch(error => ({lack: error.message, lines: [], from: 0, to: 0}));
    if (mine !== asked) return;
    seen = {from: page.from, to: page.to};
    lines.replaceChildren(...page.lines.map(item));
    tell(page);
    lines.scrollTop = lines.scrollHeight;
    again();
  }

  async function back() {
    const mine = asked;
    const page = await ask({before: seen.from});
    if (mine !== asked) return;
    const height = lines.scrollHeight;
    seen.from = page.from;
    lines.prepend(...page.lines.map(item));
    tell(page);
    lines.scrollTop += lines.scrollHeight - height;
    if (!earlier.hidden) earlier.focus();
  }

  async function on() {
    const mine = asked;
    if (visible() && !document.hidden) {
      const page = await ask({from: seen.to}).catch(() => undefined);
      if (mine !== asked) return;
      if (page && !page.lack) {
        const follows = atEnd();
        if (seen.to === 0) seen.from = page.from;
        seen.to = page.to;
        lines.append(...page.lines.map(item));
        // What is left out at the beginning comes back by going there.
        while (lines.children.length > MOST && follows) {
          lines.firstElementChild.remove();
          seen.from = Number(/** @type {HTMLElement} */ (lines.firstElementChild).dataset.at);
        }
        tell(page);
        if (follows) lines.scrollTop = lines.scrollHeight;
      }
    }
    again();
  }

  function again() {
    clearTimeout(timer);
    if (row.status === 'RUNNING' && attempt === row.attempts && visible()) timer = setTimeout(on, EVERY);
  }

  function choose(number) {
    attempt = number;
    begin();
  }

  function frame() {
    const numbers = row.attemptRows.map(each => each.attempt).slice(-8);
    bar.replaceChildren(
      ...(numbers.length > 1
        ? [
            choice(
              say('attempt'),
              Object.fromEntries(numbers.map(each => [each, say('attemptNumber', {number: String(each)})])),
              String(attempt),
              chosen => choose(Number(chosen)),
            ),
          ]
        : []),
      search,
      el('span', {class: 'quiet', id: 'log-live'}),
    );
  }

  return {
    element,
    /** Takes the trial as it is now; a new attempt is shown, unless another one is looked at. */
    draw(latest) {
      const before = row?.attempts;
      const followed = attempt === undefined || attempt === before;
      row = latest;
      if (before !== row.attempts) {
        if (followed) attempt = row.attempts || undefined;
        frame();
        if (visible()) this.opened();
      }
      const live = byId('log-live');
      if (live) live.textContent = row.status === 'RUNNING' && attempt === row.attempts ? say('logLive') : '';
      if (!row.attempts) note.replaceChildren(empty(say('noLineYet'), row.reason));
      lines.hidden = !lines.children.length;
      earlier.hidden = seen.from === 0;
    },
    opened: begin,
    /** Shows that attempt from now on. */
    choose(number) {
      attempt = number;
      frame();
    },
  };
}
