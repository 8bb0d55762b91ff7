import {get} from './api.js';
import {failed, show} from './dom.js';
import {keepTime, position} from './live.js';
import {notice} from './notices.js';

const PAGES = [
  [/^\/$/, './pages/leaderboard.js'],
  [/^\/experiments$/, './pages/experiments.js'],
  [/^\/experiments\/([^/]+)$/, './pages/experiment.js'],
  [/^\/trials\/([^/]+)$/, './pages/trial.js'],
  [/^\/workers$/, './pages/workers.js'],
  [/^\/rejected$/, './pages/rejected.js'],
];

function nav() {
  for (const item of document.querySelectorAll('nav a')) {
    const path = item.getAttribute('href');
    const here = path === '/' ? location.pathname === '/' : location.pathname.startsWith(path);
    if (here) item.setAttribute('aria-current', 'page');
  }
  document.getElementById('theme').addEventListener('click', () => {
    const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    localStorage.setItem('podium.theme', next);
    dispatchEvent(new Event('podium:theme'));
  });
}

async function watch() {
  try {
    const status = await get('/api/status');
    position({offset: status.offset, lastEvent: status.totals.time});
    notice('board', [
      ...status.notices,
      ...(status.lag < 1000
        ? []
        : [`The board is ${status.lag.toLocaleString('en')} events behind the log and is catching up.`]),
    ]);
  } catch (error) {
    notice('board', [`The board does not answer; what you see may be old. (${error.message})`]);
  }
}

async function audit() {
  const line = document.getElementById('audit');
  try {
    const {violations, earlier = 0} = await get('/api/audit');
    const total = violations.length + earlier;
    const last = violations.at(-1);
    line.hidden = total === 0;
    if (last) {
      line.textContent = `The log breaks what Podium promises, in ${total.toLocaleString('en')} places; the latest at offset ${last.offset}: ${last.what} (${last.meaning}). /api/audit and podium audit list them.`;
    }
  } catch {
    // why: that the board does not answer is told by watch()
    line.hidden = true;
  }
}

async function start() {
  nav();
  keepTime();
  for (const look of [watch, audit]) {
    look();
    setInterval(look, 10000);
  }
  const [pattern, file] = PAGES.find(([path]) => path.test(location.pathname)) ?? PAGES[0];
  const [, id] = pattern.exec(location.pathname) ?? [];
  try {
    const page = await import(file);
    await page.open(id === undefined ? undefined : decodeURIComponent(id));
  } catch (error) {
    show(failed(error));
  }
}

start();
