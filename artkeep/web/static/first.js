// The first page gives way to the gallery as soon as there is something to show.
import { ask } from './api.js';
import { say } from './say.js';

const isUsed = () => document.querySelector('#path')?.value || document.querySelector('[data-tray]')?.hidden === false;

function leave() {
  if (!isUsed()) location.assign('/'); // pictures that this page brings have their own way on
}

document.addEventListener('artkeep:run', ({ detail }) => {
  if (['add', 'fetch'].includes(detail.kind) && detail.counts.new) leave();
});

// What came before anybody listened, or while nobody looked at this tab.
async function look() {
  const answer = await ask('/api/gallery?limit=1');
  const { works } = await answer.json();
  if (works.length) leave();
}

document.addEventListener('artkeep:runs', () => look().catch((error) => say(error.message)));
