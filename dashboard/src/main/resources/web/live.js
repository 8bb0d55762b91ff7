import {chosen} from './at.js';
import {byId, every} from './dom.js';
import {age} from './format.js';
import {notice} from './notices.js';
import {say} from './words.js';

// The one stream of this page: patches go to the handlers, the header shows how alive it is.
const dot = () => byId('dot');
const words = () => byId('live');
let lastEvent;
let reached;
let asked = false;
let source;
let again;

export function listen(from, handlers) {
  clearTimeout(again);
  source?.close();
  // why: what is past stays as it was
  if (chosen() !== undefined) return state('past', say('past'));
  source = new EventSource(`/api/stream?from=${encodeURIComponent(from)}`);
  source.onopen = () => state('live', say('live'));
  source.onerror = () => state('lost', say(source.readyState === EventSource.CLOSED ? 'offline' : 'reconnecting'));
  for (const name of ['trial', 'experiment', 'worker', 'rejected', 'progress', 'capacity', 'snapshot']) {
    source.addEventListener(name, event => handlers[name]?.(JSON.parse(event.data)));
  }
  for (const name of ['position', 'snapshot']) {
    source.addEventListener(name, event => position(JSON.parse(event.data)));
  }
  source.addEventListener('snapshot', () => notice('stream', []));
  // Not told what changes, for now; it asks again, and reads anew when it is let in.
  source.addEventListener('full', event => {
    source.close();
    state('lost', say('notLive'));
    notice('stream', [say('standsStill', {reason: JSON.parse(event.data).reason})]);
    again = setTimeout(() => listen('again:0', handlers), 10000);
  });
  addEventListener('pagehide', () => source.close(), {once: true});
}

export function position({offset, lastEvent: time}) {
  reached = offset;
  lastEvent = time ?? lastEvent;
  if (asked) return;
  asked = true;
  // why: a busy log tells it a hundred times between two frames
  requestAnimationFrame(() => {
    asked = false;
    byId('offset').textContent = say('offset', {offset: reached});
    header();
  });
}

function state(kind, text) {
  dot().className = `dot ${kind}`;
  // why: what stands still is dimmed
  document.documentElement.dataset.live = kind;
  words().textContent = text;
}

function header() {
  byId('age').textContent = lastEvent ? say('lastEvent', {age: age(lastEvent)}) : say('noEvents');
}

function tick() {
  header();
  for (const time of every('main time')) time.textContent = age(time.dateTime);
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
