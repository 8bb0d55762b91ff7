import {get} from './api.js';
import {chosen} from './at.js';
import {byId, el} from './dom.js';
import {say} from './words.js';

// What people ask for from a page: it is published, and followed until the log tells what became of it.
const PATIENCE = 20000;
const EVERY = 400;

/** Kept while the page is open, and nowhere else: the cookie by which pages read changes nothing. */
let token = '';

const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

/** The dialog that is open, for all that wait for its token. */
let asked;

const askForToken = told =>
  (asked ??= tokenDialog(told).finally(() => {
    asked = undefined;
  }));

function tokenDialog(told) {
  return new Promise(answer => {
    const input = el('input', {type: 'password', autocomplete: 'current-password', required: true, id: 'own-token'});
    const dialog = el(
      'dialog',
      {class: 'dialog', 'aria-labelledby': 'own-token-title'},
      el(
        'form',
        {method: 'dialog'},
        el('h2', {id: 'own-token-title'}, say('tokenForChange')),
        told ? el('p', {class: 'wrong', role: 'alert'}, told) : null,
        el('label', {for: 'own-token'}, say('tokenLabel')),
        input,
        el(
          'div',
          {class: 'row'},
          el('button', {type: 'submit', value: 'ok'}, say('tokenEnter')),
          el('button', {type: 'button', onclick: () => dialog.close('')}, say('leaveIt')),
        ),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      answer(dialog.returnValue === 'ok' ? input.value : undefined);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Posts JSON; where the board asks for its token, so does the page. */
export async function post(path, body) {
  if (chosen() !== undefined && path !== '/api/drafts') throw new Error(say('pastChangesNothing'));
  for (;;) {
    const tried = token;
    const answer = await fetch(path, {
      method: 'POST',
      headers: {'Content-Type': 'application/json', ...(token ? {Authorization: `Bearer ${token}`} : {})},
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const told = await answer.json().catch(() => ({detail: say('boardAnswered', {status: String(answer.status)})}));
    if (answer.ok) return told;
    if (answer.status !== 401) throw new Error(told.detail);
    if (token === tried) {
      const given = await askForToken(token ? told.detail : '');
      if (given === undefined) throw new Error(told.detail);
      token = given;
    }
  }
}

/** What became of what was published there, {outcome, reasons, target}; undefined where the log does not say for long. */
export async function fate(source) {
  const parameters = {partition: source.partition || '', pending: true, at: ''};
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(EVERY)) {
    const found = await get(`/api/requests/${source.offset}`, parameters);
    if (found.outcome !== 'PENDING') return found;
  }
  return undefined;
}

/** Asks for something and waits for what the log says of it; an error tells why it was not done. */
export async function ask(request) {
  const source = await post('/api/requests', request);
  const found = await fate(source);
  if (!found) throw new Error(say('notAnsweredYet', {offset: String(source.offset)}));
  if (found.outcome === 'REJECTED') throw new Error(found.reasons.join('; '));
  return found;
}

/** Says for a while at the foot of the page what became of something. */
export function toast(text, bad = false) {
  byId('toast')?.remove();
  const line = el(
    'div',
    {id: 'toast', class: bad ? 'toast bad' : 'toast', role: bad ? 'alert' : 'status'},
    el('span', {}, text),
    el('button', {type: 'button', class: 'small', onclick: () => line.remove()}, say('close')),
  );
  document.body.append(line);
  if (!bad) setTimeout(() => line.remove(), 6000);
}

/** Asks, and tells on the page how that went; whether it was done. */
export async function doing(request, done) {
  try {
    await ask(request);
    toast(done);
    return true;
  } catch (error) {
    toast(error.message, true);
    return false;
  }
}
