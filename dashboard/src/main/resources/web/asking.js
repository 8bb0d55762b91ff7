import {el} from './dom.js';
import {fate, post} from './requests.js';
import {say} from './words.js';

// A dialog that asks before something is done, and shows what became of each request.
const OUTCOMES = {ACCEPTED: 'fateAccepted', REJECTED: 'fateRejected', DUPLICATE: 'fateDuplicate'};
const MOST_AT_ONCE = 4;

function line(text) {
  const outcome = el('span', {class: 'quiet'}, say('fateWaits'));
  return {
    element: el('li', {}, el('span', {class: 'strong'}, text), ' ', outcome),
    tell(word, kind, why = '') {
      outcome.className = kind;
      outcome.textContent = why ? say('fateBecause', {fate: say(word), why}) : say(word);
    },
  };
}

/** Sends one request and tells its line what became of it; whether it was followed. */
async function follow({request, path}, told) {
  try {
    const source = await post(path ?? '/api/requests', {version: 1, ...request});
    told.tell('fateSent', 'quiet');
    const found = await fate(source);
    if (!found) {
      told.tell('fateUnknown', 'quiet');
      return false;
    }
    told.tell(OUTCOMES[found.outcome], found.outcome === 'ACCEPTED' ? 'good' : 'wrong', found.reasons.join('; '));
    return found.outcome === 'ACCEPTED';
  } catch (error) {
    told.tell('fateNotSent', 'wrong', error.message);
    return false;
  }
}

async function followAll(requests, list) {
  const waiting = requests.map(each => ({each, told: line(each.name)}));
  list.replaceChildren(...waiting.map(({told}) => told.element));
  let followed = 0;
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (await follow(next.each, next.told)) followed++;
    }
  };
  await Promise.all(Array.from({length: MOST_AT_ONCE}, worker));
  return followed;
}

/**
 * Asks with a heading, why and fields, and on yes sends the requests that `requests()` makes then, as {name, request, path}.
 * `sure` says so without asking. Comes back with how many were followed, once the reader closes it.
 */
export function ask({heading, why = '', fields = [], yes = say('askYes'), sure = false, requests}) {
  const list = el('ul', {class: 'fates', 'aria-live': 'polite'});
  const close = el('button', {type: 'button', onclick: () => dialog.close()}, say(sure ? 'askClose' : 'askNo'));
  const go = el('button', {type: 'submit', class: 'primary', hidden: sure}, yes);
  const form = el(
    'form',
    {method: 'dialog', onsubmit: event => begin(event)},
    el('h2', {id: 'asked'}, heading),
    why ? el('p', {}, why) : null,
    ...fields,
    list,
    el('div', {class: 'row ends'}, close, go),
  );
  const dialog = /** @type {any} */ (el('dialog', {class: 'ask', 'aria-labelledby': 'asked'}, form));
  let followed = 0;
  async function begin(event) {
    event?.preventDefault();
    go.hidden = true;
    close.textContent = say('askClose');
    followed += await followAll(requests(), list);
    close.focus();
  }
  document.body.append(dialog);
  dialog.showModal();
  if (sure) begin();
  return new Promise(done => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      done(followed);
    });
  });
}
