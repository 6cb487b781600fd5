// The gallery: the grid, the lightbox over it, and the way back to where one was.
import { ask } from './api.js';
import { Grid } from './grid.js';
import { listen } from './keys.js';
import { look } from './lightbox.js';
import { plural, say } from './say.js';

const list = document.querySelector('[data-grid]');
const end = document.querySelector('[data-end]');
const older = document.querySelector('[data-older]');
const fresh = document.querySelector('[data-fresh]');
const grid = new Grid(list, load);

async function load(position) {
  const answer = await ask(`/api/gallery?after=${encodeURIComponent(position)}`);
  const { works, next } = await answer.json();
  return { works: works.map(fromApi), next };
}

const fromApi = ({ id, sha256, width, height, frames, colour, title }) => ({
  id,
  sha: sha256,
  w: width,
  h: height,
  frames,
  colour,
  title,
});

const fromTile = ({ dataset }) => ({
  id: Number(dataset.id),
  sha: dataset.sha,
  w: Number(dataset.w),
  h: Number(dataset.h),
  frames: Number(dataset.frames),
  colour: dataset.colour,
  title: dataset.title,
});

// What was on the screen is kept for this entry of the history, so that Back finds it again.
const place = history.state?.grid ?? crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
const shelf = `artkeep.grid.${place}`;

function keep() {
  const kept = { works: grid.works, next: grid.next, anchor: grid.anchor(), active: grid.active };
  try {
    sessionStorage.setItem(shelf, JSON.stringify(kept));
  } catch {
    sessionStorage.removeItem(shelf); // no room: Back leads to the top instead
  }
}

function kept() {
  const [entry] = performance.getEntriesByType('navigation');
  const text = entry?.type === 'back_forward' && sessionStorage.getItem(shelf);
  return text ? JSON.parse(text) : null;
}

function start() {
  history.scrollRestoration = 'manual';
  history.replaceState({ ...history.state, grid: place, looking: false }, '');
  const before = kept();
  grid.active = before?.active ?? 0;
  grid.adopt(before?.works ?? [...list.querySelectorAll('.tile')].map(fromTile), before?.next);
  grid.scrollTo(before?.anchor);
  older?.addEventListener('click', (event) => {
    event.preventDefault();
    more();
  });
  new IntersectionObserver(([seen]) => seen.isIntersecting && more(), {
    rootMargin: '150%',
  }).observe(end);
  showEnd();
}

async function more() {
  try {
    await grid.more();
    showEnd();
    // a page can be shorter than the window: the observer tells only changes
    if (grid.next && end.getBoundingClientRect().top < innerHeight * 2) requestAnimationFrame(more);
  } catch (error) {
    say(error.message);
    if (older) older.textContent = `${error.message} Try again`;
  }
}

function showEnd() {
  if (grid.next) return;
  const word = document.createElement('span');
  word.textContent = grid.works.length > 30 ? `That is everything: ${plural(grid.works.length, 'work')} from here.` : '';
  end.replaceChildren(word);
}

list.addEventListener('click', (event) => {
  const tile = event.target.closest('.tile');
  if (!tile || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  look(
    {
      works: grid.works,
      thumb: (index) => grid.drawn.get(index)?.querySelector('img'),
      reveal: (index) => grid.reveal(index),
      more: () => grid.more(),
      focus: (index) => grid.focus(index),
    },
    Number(tile.dataset.index),
  );
});

for (const [name, step] of [['smaller', -1], ['larger', 1]]) {
  document.querySelector(`[data-${name}]`).addEventListener('click', () => grid.resize(step));
}

const arrow = (event) => grid.step(event.key);
listen({
  '+': () => grid.resize(1),
  '=': () => grid.resize(1),
  '-': () => grid.resize(-1),
  ArrowLeft: arrow,
  ArrowRight: arrow,
  ArrowUp: arrow,
  ArrowDown: arrow,
});

const offer = () => {
  fresh.hidden = false;
};
const counted = new Map(); // run → how many new pictures it had when we first heard of it
document.addEventListener('artkeep:run', ({ detail }) => {
  if (detail.kind !== 'add') return;
  const found = detail.counts.new ?? 0;
  if (!counted.has(detail.id)) counted.set(detail.id, detail.at_end ? 0 : found);
  if (found > counted.get(detail.id)) offer();
});
document.addEventListener('artkeep:added', offer);
fresh.addEventListener('click', () => {
  history.replaceState(null, '', '/');
  location.reload();
});

addEventListener('pagehide', keep);
start();
