// Activity, live: known runs are updated in place; one that changes its state is drawn anew.
import { ask } from './api.js';

const list = document.querySelector('[data-runs]');
const none = document.querySelector('[data-runs-none]');
const FIELDS = ['word', 'progress', 'counted'];

document.addEventListener('artkeep:run', ({ detail }) => {
  const item = list.querySelector(`[data-run="${detail.id}"]`);
  if (!item || isOther(item, detail)) draw(detail.id, item);
  else update(item, detail);
});

const isOther = (item, run) =>
  item.dataset.state !== run.state || item.dataset.stoppable !== String(run.can_stop);

function update(item, run) {
  for (const name of FIELDS) field(item, name).textContent = run[name];
  for (const name of ['waiting', 'error']) {
    field(item, name).hidden = !run[name];
    field(item, name).textContent = run[name] ?? '';
  }
  const bar = field(item, 'part');
  if (run.part === null) bar.removeAttribute('value');
  else bar.value = run.part;
}

const field = (item, name) => item.querySelector(`[data-field="${name}"]`);

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
