// Activity, live: known runs are updated in place; one that changes its state is drawn anew.
import { ask } from './api.js';
import { isOther, update } from './moving.js';

const list = document.querySelector('[data-runs]');
const none = document.querySelector('[data-runs-none]');

document.addEventListener('artkeep:run', ({ detail }) => {
  const item = list.querySelector(`[data-run="${detail.id}"]`);
  if (!item || isOther(item, detail)) draw(detail.id, item);
  else update(item, detail);
});

async function draw(id, item) {
  const answer = await ask(`/activity/${id}`, { headers: { 'HX-Request': 'true' } });
  const template = document.createElement('template');
  template.innerHTML = await answer.text(); // rendered and escaped by our own server
  const fresh = template.content.firstElementChild;
  const there = list.querySelector(`[data-run="${id}"]`);
  if (there) keepOpen(there, fresh);
  if (there) there.replaceWith(fresh);
  else list.prepend(fresh);
  none.hidden = true;
  window.htmx?.process(fresh);
}

// The list of refused files that somebody has opened stays open.
function keepOpen(old, fresh) {
  const open = old.querySelector('.run-refused');
  if (open.childElementCount) fresh.querySelector('.run-refused').replaceWith(open);
}
