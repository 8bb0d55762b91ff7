import {get} from './api.js';
import {chosen, keep} from './at.js';
import {byId, el, every, renew, show} from './dom.js';
import {keepTime, position} from './live.js';
import {notice} from './notices.js';
import pages from './pages.json' with {type: 'json'};
import {asOf, leadsTo, route} from './routes.js';
import {failed} from './widgets.js';
import {LANGUAGES, language, preferred, say, speak, time} from './words.js';

// What stands around every page; the page itself is a module of its own.

function header() {
  document.documentElement.lang = language();
  for (const node of every('[data-say]')) node.textContent = say(node.dataset.say);
  const nav = document.querySelector('nav');
  nav.setAttribute('aria-label', say('pages'));
  nav.replaceChildren(
    ...pages
      .filter(page => page.nav)
      .map(page =>
        el(
          'a',
          {href: page.path, 'aria-current': leadsTo(page, location.pathname) ? 'page' : undefined},
          say(page.title),
        ),
      ),
  );
  const theme = byId('theme');
  theme.setAttribute('aria-label', say('theme'));
  theme.addEventListener('click', () => {
    const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    localStorage.setItem('podium.theme', next);
    dispatchEvent(new Event('podium:theme'));
  });
  const languages = byId('language');
  languages.setAttribute('aria-label', say('language'));
  languages.replaceChildren(
    ...Object.entries(LANGUAGES).map(([code, name]) =>
      el('option', {value: code, lang: code, selected: code === language()}, name),
    ),
  );
  languages.addEventListener('change', () => {
    localStorage.setItem('podium.language', languages.value);
    location.reload();
  });
}

async function watch() {
  try {
    const status = await get('/api/status');
    position({offset: status.offset, lastEvent: status.totals.time});
    banner(status.at);
    notice('board', [...status.notices, ...(status.lag < 1000 ? [] : [say('behind', {count: status.lag})])]);
  } catch (error) {
    notice('board', [say('noAnswer', {reason: error.message})]);
    banner();
  }
}

// As of when the board is shown, where it is not now, and the way back.
function banner(at) {
  const line = byId('past');
  line.hidden = chosen() === undefined;
  if (line.hidden) return;
  const told =
    at === undefined
      ? say('asOf', {moment: chosen()})
      : at.time
        ? say('asOfTime', {offset: at.offset, time: time(at.time)})
        : say('asOf', {moment: say('offset', {offset: at.offset})});
  renew(
    line,
    el(
      'div',
      {id: 'past', class: 'asof', role: 'status'},
      el('strong', {}, told),
      el('a', {href: '/timeline#changes'}, say('changedSince')),
      el('a', {href: asOf(location.pathname + location.search, undefined), 'data-now': true}, say('backToLive')),
    ),
  );
}

async function audit() {
  const line = byId('audit');
  try {
    const {violations, earlier = 0} = await get('/api/audit');
    const count = violations.length + earlier;
    const last = violations.at(-1);
    line.hidden = count === 0;
    if (last)
      line.textContent = say('broken', {count, offset: String(last.offset), what: last.what, meaning: last.meaning});
  } catch {
    // why: that the board does not answer is told by watch()
    line.hidden = true;
  }
}

async function start() {
  speak(preferred(localStorage.getItem('podium.language'), navigator.languages), navigator.languages);
  header();
  keep();
  banner();
  addEventListener('podium:at', watch);
  keepTime();
  for (const look of [watch, audit]) {
    look();
    setInterval(look, 10000);
  }
  try {
    const found = route(pages, location.pathname);
    if (!found) throw new Error(say('noSuchPage'));
    const page = await import(`./pages/${found.page.module}.js`);
    await page.open(found.id);
  } catch (error) {
    show(failed(error));
  }
}

start();
