import {byId, every} from './dom.js';
import {language, preferred, say, speak} from './words.js';

// Gives the token once; the cookie that comes back is out of reach of scripts.
const form = byId('login');
const told = byId('told');

speak(preferred(localStorage.getItem('podium.language'), navigator.languages), navigator.languages);
document.documentElement.lang = language();
document.title = say('tokenTitle');
for (const node of every('[data-say]')) node.textContent = say(node.dataset.say);

/** Where the browser was sent from, if that is a page of this board. */
function back() {
  const to = new URLSearchParams(location.search).get('to') ?? '/';
  return /^\/(?![/\\])/.test(to) ? to : '/';
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  const button = form.querySelector('button');
  button.disabled = true;
  told.textContent = '';
  try {
    const answer = await fetch('/login', {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({token: byId('token').value}),
    });
    if (answer.ok) {
      location.replace(back());
      return;
    }
    const body = await answer.json().catch(() => ({}));
    told.textContent = body.detail ?? say('boardAnswered', {status: String(answer.status)});
  } catch (error) {
    told.textContent = say('noAnswer', {reason: error.message});
  }
  button.disabled = false;
});
