import {chosen} from './at.js';
import {say} from './words.js';

// One call to the board, as of the moment that is chosen; an error's message is what the board said.
export async function get(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({at: chosen(), ...parameters})) {
    if (value !== undefined && value !== null && value !== '') query.set(name, value);
  }
  const answer = await fetch(query.size ? `${path}?${query}` : path, {headers: {Accept: 'application/json'}});
  if (answer.status === 401) {
    location.replace(`/login?to=${encodeURIComponent(location.pathname + location.search)}`);
  }
  const otherwise = {detail: say('boardAnswered', {status: String(answer.status)})};
  const body = await answer.json().catch(() => otherwise);
  if (!answer.ok) throw new Error(body.detail ?? otherwise.detail);
  return body;
}
