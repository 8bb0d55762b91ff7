import {every} from './dom.js';
import {asOf} from './routes.js';

// As of when the pages show the board: now, or the offset or time that stands in the address. While one is chosen,
// every link, every address that a page writes and every question has it, and nothing is live.
let moment = new URLSearchParams(location.search).get('at') || undefined;

/** The offset or time that is chosen; undefined where the board is shown as it is now. */
export const chosen = () => moment;

const LINKS = 'a[href^="/"]:not([data-now])';

function lead(links) {
  for (const link of links) {
    const address = asOf(link.getAttribute('href'), moment);
    if (address !== link.getAttribute('href')) link.setAttribute('href', address);
  }
}

/** Begins to keep it; once for each page. */
export function keep() {
  // why: pages write their filters into the address, and know nothing of the moment
  const write = history.replaceState.bind(history);
  history.replaceState = (state, unused, address) => write(state, unused, address && asOf(String(address), moment));
  new MutationObserver(changes => {
    if (moment === undefined) return;
    for (const {target, addedNodes} of changes) {
      const nodes = [target, ...addedNodes].filter(node => node instanceof Element);
      lead(nodes.flatMap(node => [...(node.matches(LINKS) ? [node] : []), ...node.querySelectorAll(LINKS)]));
    }
  }).observe(document.body, {childList: true, subtree: true, attributes: true, attributeFilter: ['href']});
  lead(every(LINKS));
}

/** Chooses another moment, or with undefined the board as it is now; who cares hears `podium:at`. */
export function choose(next) {
  moment = next === undefined ? undefined : String(next);
  history.replaceState(null, '', location.pathname + location.search + location.hash);
  lead(every(LINKS));
  dispatchEvent(new Event('podium:at'));
}
