// One work: zoom, facts that can hide, and the way back.
import { ask } from './api.js';
import { remember } from './choices.js';
import { direction } from './direction.js';
import { listen } from './keys.js';
import { look } from './lightbox.js';

const SWIPE = 60; // pixels
const root = document.documentElement;
const picture = document.querySelector('[data-zoom]');
const facts = document.querySelector('[data-facts-button]');

const work = picture && {
  id: location.pathname.split('/').pop(),
  sha: picture.dataset.screen.split('/').pop(),
  w: Number(picture.dataset.w),
  h: Number(picture.dataset.h),
  frames: Number(picture.dataset.frames),
  title: picture.querySelector('img')?.alt,
};

function zoom(event) {
  if (event?.ctrlKey || event?.metaKey || event?.shiftKey) return;
  event?.preventDefault();
  look({ works: [work], thumb: () => picture.querySelector('img') }, 0);
}

function toggleFacts() {
  const shown = root.dataset.facts === 'shown' ? 'hidden' : 'shown';
  root.dataset.facts = shown;
  facts.setAttribute('aria-expanded', String(shown === 'shown'));
  remember('artkeep_facts', shown);
}

// The browser brings back this page as it was, before something was read of it.
async function catchUp() {
  const old = document.querySelector('.read');
  if (!old) return;
  const headers = { 'HX-Request': 'true' };
  const answer = await ask(old.dataset.read, { headers, cache: 'no-store' });
  const template = document.createElement('template');
  template.innerHTML = await answer.text(); // rendered and escaped by our own server
  const now = template.content.querySelector('.read');
  document.querySelector('[data-key="o"]').href = now.querySelector('a').href;
  old.replaceWith(now);
}

addEventListener('pageshow', ({ persisted }) => {
  const [how] = performance.getEntriesByType('navigation');
  if (persisted || how?.type === 'back_forward') catchUp();
});

// Nor does it know how somebody has chosen to read meanwhile, here or in another tab.
const books = document.querySelectorAll('.saves a[href$="/cbz"]');
function fitBooks() {
  for (const book of books) book.search = direction() && `?read=${direction()}`;
}
for (const told of ['pageshow', 'storage']) addEventListener(told, fitBooks);

// A finger leads to the neighbours as the keys do, unless it moves in what is larger than the window.
let from = null;
const stage = document.querySelector('.stage');
stage.addEventListener('touchstart', ({ touches }) => {
  from = touches.length === 1 ? touches[0] : null;
}, { passive: true });
stage.addEventListener('touchend', ({ changedTouches: [to] }) => {
  if (!from || visualViewport.scale > 1) return;
  const [x, y] = [to.clientX - from.clientX, to.clientY - from.clientY];
  if (Math.abs(x) < SWIPE || Math.abs(x) < 2 * Math.abs(y)) return;
  document.querySelector(`.stage-nav [rel="${x < 0 ? 'next' : 'prev'}"]`)?.click();
});

// a work that is not for everybody may have no picture here
picture?.addEventListener('click', zoom);
document.querySelector('[data-zoom-button]')?.addEventListener('click', zoom);
facts.addEventListener('click', toggleFacts);
listen({
  Escape: () => {
    // the reader leads here when it is left: back would lead into it again
    const came = document.referrer.startsWith(location.origin) && new URL(document.referrer).pathname;
    if (came && !came.endsWith('/read') && history.length > 1) history.back();
    else location.assign(document.querySelector('[data-home]').dataset.home);
  },
});
