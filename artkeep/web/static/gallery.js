// The gallery: the grid, the lightbox over it, and the way back to where one was.
import { ask } from './api.js';
import { Grid } from './grid.js';
import { listen } from './keys.js';
import { look } from './lightbox.js';
import { plural, say } from './say.js';
import { keep, kept } from './shelf.js';

const list = document.querySelector('[data-grid]');
const end = document.querySelector('[data-end]');
const older = document.querySelector('[data-older]');
const back = document.querySelector('[data-back]');
const fresh = document.querySelector('[data-fresh]');
const grid = new Grid(list, load);

async function load(position) {
  const answer = await ask(`/api/gallery?limit=240&after=${encodeURIComponent(position)}`);
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

const place = history.state?.grid ?? crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
const shelf = `artkeep.grid.${place}`;
let resting = false; // after a page that did not come

function start() {
  history.scrollRestoration = 'manual';
  history.replaceState({ ...history.state, grid: place, looking: false }, '');
  const before = kept(shelf);
  grid.active = before?.active ?? 0;
  grid.adopt(before?.works ?? [...list.querySelectorAll('.tile')].map(fromTile), before?.next);
  if (before?.isCut) back.hidden = false;
  grid.scrollTo(before?.anchor);
  older?.addEventListener('click', (event) => {
    event.preventDefault();
    resting = false;
    more();
  });
  for (const moved of ['scroll', 'resize']) addEventListener(moved, fill, { passive: true });
  showEnd();
  fill();
}

// An observer would tell only changes: who holds the End key stays at the end all the time.
function fill() {
  if (!grid.next || grid.pending || resting) return;
  if (end.getBoundingClientRect().top < innerHeight * 2.5) more();
}

async function more() {
  try {
    await grid.more();
    showEnd();
    requestAnimationFrame(fill);
  } catch (error) {
    resting = true;
    setTimeout(() => {
      resting = false;
    }, 5000);
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
  if (!['add', 'fetch'].includes(detail.kind)) return;
  const found = detail.counts.new ?? 0;
  if (!counted.has(detail.id)) counted.set(detail.id, detail.at_end ? 0 : found);
  if (found > counted.get(detail.id)) offer();
});
document.addEventListener('artkeep:added', offer);
fresh.addEventListener('click', () => {
  history.replaceState(null, '', '/');
  location.reload();
});

addEventListener('pagehide', () => keep(shelf, grid));
start();
