// Gives the token once; the cookie that comes back is out of reach of scripts.
const form = document.getElementById('login');
const told = document.getElementById('told');

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
      body: JSON.stringify({token: document.getElementById('token').value}),
    });
    if (answer.ok) {
      location.replace(back());
      return;
    }
    const body = await answer.json().catch(() => ({}));
    told.textContent = body.detail ?? `the board answered ${answer.status}`;
  } catch (error) {
    told.textContent = `The board does not answer. (${error.message})`;
  }
  button.disabled = false;
});
