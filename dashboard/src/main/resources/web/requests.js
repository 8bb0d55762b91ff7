import {say} from './words.js';

// What pages ask of the scheduler, and what becomes of it.
const TOKEN = 'podium.token';
const PATIENCE = 30_000;

/** The board wants its token for what changes something. */
export class TokenWanted extends Error {}

/** Keeps the board's token for this tab, for what is asked from now on. */
export const keepToken = token => sessionStorage.setItem(TOKEN, token);

const wait = time => new Promise(done => setTimeout(done, time));

/** Sends a request; what comes back is the address at which its fate is told. */
export async function send(request, path = '/api/requests') {
  const token = sessionStorage.getItem(TOKEN);
  const answer = await fetch(path, {
    method: 'POST',
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      ...(token ? {Authorization: `Bearer ${token}`} : {}),
    },
    body: JSON.stringify({version: 1, ...request}),
  });
  if (answer.ok) return answer.headers.get('Location');
  const body = await answer.json().catch(() => ({}));
  const message = body.detail ?? say('boardAnswered', {status: String(answer.status)});
  throw answer.status === 401 ? new TokenWanted(message) : new Error(message);
}

/** What became of a request, once the log says so: {outcome, reasons, target}; undefined where it does not for long. */
export async function fate(address, patience = PATIENCE) {
  for (const end = Date.now() + patience; Date.now() < end; await wait(400)) {
    const answer = await fetch(address, {headers: {Accept: 'application/json'}});
    if (answer.ok) return answer.json();
    if (answer.status !== 404) throw new Error((await answer.json().catch(() => ({}))).detail ?? String(answer.status));
  }
  return undefined;
}
