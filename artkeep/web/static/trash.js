// The trash: several works are taken back, or never come again, together.
import { ask } from './api.js';
import { listen } from './keys.js';
import { say } from './say.js';
import { Selection } from './selection.js';
import { many, t } from './texts.js';

const items = [...document.querySelectorAll('.lost > [data-id]')];
const bar = document.querySelector('[data-picked]');
const shelf = {
  works: items.map(({ dataset }) => ({ id: Number(dataset.id) })),
  drawn: new Map(items.entries()),
};
const selection = new Selection(shelf, items.length);

function show() {
  const held = bar.contains(document.activeElement);
  bar.hidden = selection.size === 0;
  document.body.classList.toggle('is-picking', selection.size > 0);
  for (const [index, item] of items.entries()) {
    item.querySelector('.pick').setAttribute('aria-checked', String(selection.has(index)));
  }
  if (!selection.size) {
    if (held) items[0].querySelector('.pick').focus();
    return;
  }
  const works = many('{n} work', '{n} works', selection.size);
  bar.querySelector('[data-picked-count]').textContent = t('{works} selected', { works });
  say(bar.querySelector('[data-picked-count]').textContent);
}

async function carryOut(deed) {
  const wish = { deed, ids: [...selection.picked.keys()] };
  const headers = { 'Content-Type': 'application/json' };
  try {
    await ask('/api/works', { method: 'POST', headers, body: JSON.stringify(wish) });
    location.reload();
  } catch (error) {
    say(error.message);
    bar.querySelector('[data-picked-count]').textContent = error.message;
  }
}

function pick(index, event) {
  if (event.shiftKey) selection.range(index);
  else selection.toggle(index);
}

// By keys: x on a work selects it, on its ring Space does.
function pickFocused(event) {
  const item = document.activeElement.closest('[data-id]');
  if (!item) return false;
  pick(items.indexOf(item), event);
  return true;
}

if (bar) {
  for (const [index, item] of items.entries()) {
    const ring = item.querySelector('.pick');
    ring.hidden = false;
    ring.addEventListener('click', (event) => pick(index, event));
  }
  for (const button of bar.querySelectorAll('[data-deed]')) {
    button.addEventListener('click', () => carryOut(button.dataset.deed));
  }
  bar.querySelector('[data-pick-none]').addEventListener('click', () => selection.none());
  selection.addEventListener('change', show);
  listen({
    x: pickFocused,
    's a': () => selection.all(),
    's n': () => selection.none(),
    Escape: () => (selection.size ? selection.none() : false),
  });
}
