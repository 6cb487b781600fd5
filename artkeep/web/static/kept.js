// How much came to the kept searches since they were looked at.
import { ask } from './api.js';
import { count, t } from './texts.js';

const MOST = 1000; // works that are counted

export async function tellNews() {
  const links = [...document.querySelectorAll('[data-kept-id]')];
  if (!links.length) return;
  const shown = links.find((link) => link.getAttribute('aria-current'));
  const isOwner = document.querySelector('[data-deed]') !== null;
  const url = shown && isOwner ? `/api/searches/${shown.dataset.keptId}/seen` : '/api/searches';
  const method = shown && isOwner ? 'POST' : 'GET';
  const { searches } = await (await ask(url, { method })).json();
  for (const one of searches) {
    const link = links.find((each) => Number(each.dataset.keptId) === one.id);
    const place = link?.querySelector('[data-new]');
    if (!place || !one.new) continue;
    place.textContent = one.new >= MOST ? `${count(MOST)}+` : count(one.new);
    place.title = t('{count} new since you looked', { count: place.textContent });
    place.hidden = false;
  }
}
