// Activity, live: known runs are updated in place; one that changes its state is drawn anew.
import { ask } from './api.js';
import { ended, isOther, update } from './moving.js';

const list = document.querySelector('[data-runs]');
const none = document.querySelector('[data-runs-none]');
const drawn = new Map(); // run → its latest drawing: answers may overtake each other

document.addEventListener('artkeep:run', ({ detail }) => {
  const item = list.querySelector(`[data-run="${detail.id}"]`);
  if (!item || isOther(item, detail)) draw(detail.id);
  else update(item, detail);
});

document.addEventListener('artkeep:runs', ({ detail }) => {
  for (const { dataset } of ended(list, detail)) draw(Number(dataset.run));
});

async function draw(id) {
  const drawing = Symbol(id);
  drawn.set(id, drawing);
  const answer = await ask(`/activity/${id}`, { headers: { 'HX-Request': 'true' } });
  const template = document.createElement('template');
  template.innerHTML = await answer.text(); // rendered and escaped by our own server
  if (drawn.get(id) !== drawing) return;
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
