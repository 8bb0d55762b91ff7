import {age} from './format.js';
import {notice} from './notices.js';

// The one stream of this page: patches go to the handlers, the header shows how alive it is.
const dot = () => document.getElementById('dot');
const words = () => document.getElementById('live');
let lastEvent;
let source;
let again;

export function listen(from, handlers) {
  clearTimeout(again);
  source?.close();
  source = new EventSource(`/api/stream?from=${encodeURIComponent(from)}`);
  source.onopen = () => state('live', 'live');
  source.onerror = () => state('lost', source.readyState === EventSource.CLOSED ? 'offline' : 'reconnecting');
  for (const name of ['trial', 'experiment', 'worker', 'rejected', 'progress', 'snapshot']) {
    source.addEventListener(name, event => handlers[name]?.(JSON.parse(event.data)));
  }
  for (const name of ['position', 'snapshot']) {
    source.addEventListener(name, event => position(JSON.parse(event.data)));
  }
  source.addEventListener('snapshot', () => notice('stream', []));
  // Not told what changes, for now; it asks again, and reads anew when it is let in.
  source.addEventListener('full', event => {
    source.close();
    state('lost', 'not live');
    notice('stream', [`What you see stands still: ${JSON.parse(event.data).reason}.`]);
    again = setTimeout(() => listen('again:0', handlers), 10000);
  });
  addEventListener('pagehide', () => source.close(), {once: true});
}

export function position({offset, lastEvent: time}) {
  document.getElementById('offset').textContent = `offset ${offset.toLocaleString('en')}`;
  lastEvent = time ?? lastEvent;
  tick();
}

function state(kind, text) {
  dot().className = `dot ${kind}`;
  words().textContent = text;
}

function tick() {
  document.getElementById('age').textContent = lastEvent ? `last event ${age(lastEvent)}` : 'no events yet';
  for (const time of document.querySelectorAll('main time')) time.textContent = age(time.dateTime);
}

export const keepTime = () => setInterval(tick, 1000);

/** Calls a function once things have been quiet for a moment, but not later than `most` after the first. */
export function settled(action, quiet = 700, most = 3000) {
  let timer;
  let first = 0;
  return () => {
    const now = Date.now();
    first ||= now;
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        first = 0;
        action();
      },
      Math.max(0, Math.min(quiet, first + most - now)),
    );
  };
}
