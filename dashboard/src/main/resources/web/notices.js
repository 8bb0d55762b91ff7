import {byId} from './dom.js';
// What people should know at once, above every page: texts by where they come from.
const told = new Map();

export function notice(from, texts) {
  told.set(from, texts);
  const all = [...told.values()].flat();
  const box = byId('stale');
  box.hidden = all.length === 0;
  box.replaceChildren(...all.map(text => Object.assign(document.createElement('p'), {textContent: text})));
}
