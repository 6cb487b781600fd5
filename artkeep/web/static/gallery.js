// The gallery: the grid, the lightbox over it, and the way back to where one was.
import { ask } from './api.js';
import { Deeds } from './deeds.js';
import { Grid } from './grid.js';
import { Hands } from './hands.js';
import { tellNews } from './kept.js';
import { listen } from './keys.js';
import { look } from './lightbox.js';
import { Menu } from './menu.js';
import { say } from './say.js';
import { Selection } from './selection.js';
import { keep, kept } from './shelf.js';
import { many, t } from './texts.js';

const list = document.querySelector('[data-grid]');
const end = document.querySelector('[data-end]');
const older = document.querySelector('[data-older]');
const back = document.querySelector('[data-back]');
const fresh = document.querySelector('[data-fresh]');
const size = document.querySelector('[data-size]');

async function load(position) {
  const query = new URLSearchParams({ limit: 240, after: position, q: list.dataset.q });
  const answer = await ask(`/api/gallery?${query}`);
  const { works, next } = await answer.json();
  return { works: works.map(fromApi), next };
}

const fromApi = ({ sha256, width, height, ...work }) => ({ ...work, sha: sha256, w: width, h: height });

const fromTile = ({ dataset, classList }) => ({
  id: Number(dataset.id),
  sha: dataset.sha,
  w: Number(dataset.w),
  h: Number(dataset.h),
  frames: Number(dataset.frames),
  colour: dataset.colour,
  title: dataset.title,
  pages: Number(dataset.pages),
  nsfw: classList.contains('is-nsfw'),
  marks: dataset.marks.split(' ').filter(Boolean),
  artist: dataset.artist,
});

const place = history.state?.grid ?? crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
const shelf = `artkeep.grid.${place}`;
let resting = false; // after a page that did not come
let byKeys = false; // whether hands are on the keys
for (const used of ['keydown', 'pointerdown']) {
  addEventListener(used, () => { byKeys = used === 'keydown'; }, { capture: true });
}

function start(grid) {
  history.scrollRestoration = 'manual';
  history.replaceState({ ...history.state, grid: place, looking: false }, '');
  const before = kept(shelf);
  grid.active = before?.active ?? 0;
  grid.adopt(before?.works ?? [...list.querySelectorAll('.tile')].map(fromTile), before?.next);
  if (before?.isCut && back) back.hidden = false;
  grid.scrollTo(before?.anchor);
  if (before?.byKeys) grid.focus(grid.active, false); // one may have scrolled away from it
  older?.setAttribute('tabindex', '-1'); // works come before it is reached, and would push it away
  older?.addEventListener('click', (event) => {
    event.preventDefault();
    resting = false;
    more(grid);
  });
  const go = () => fill(grid);
  for (const moved of ['scroll', 'resize']) addEventListener(moved, go, { passive: true });
  grid.addEventListener('more', go);
  showEnd(grid);
  fill(grid);
}

// An observer would tell only changes: who holds the End key stays at the end all the time.
function fill(grid) {
  if (!grid.next || grid.pending || resting) return;
  if (end.getBoundingClientRect().top < innerHeight * 2.5) more(grid);
}

async function more(grid) {
  try {
    await grid.more();
    showEnd(grid);
    requestAnimationFrame(() => fill(grid));
  } catch (error) {
    resting = true;
    setTimeout(() => {
      resting = false;
    }, 5000);
    say(error.message);
    older?.removeAttribute('tabindex');
    if (older) older.textContent = t('{trouble} Try again', { trouble: error.message });
  }
}

function showEnd(grid) {
  if (grid.next || !end) return;
  const word = document.createElement('span');
  word.textContent = grid.works.length > 30 ? many('That is everything: {n} work from here.', 'That is everything: {n} works from here.', grid.works.length) : '';
  end.replaceChildren(word);
}

const seen = (grid) => ({
  works: grid.works,
  carried: grid.carried,
  thumb: (index) => grid.drawn.get(index)?.querySelector('img'),
  reveal: (index) => {
    grid.point(index);
    grid.reveal(index);
  },
  more: () => grid.more(),
  focus: (index) => grid.focus(index),
});

function openOnClick(grid, hands) {
  list.addEventListener('focusin', ({ target }) => {
    const tile = target.closest('.tile');
    if (tile) grid.point(Number(tile.dataset.index));
  });
  list.addEventListener('click', (event) => {
    const tile = event.target.closest('.tile');
    if (!tile || event.ctrlKey || event.metaKey || event.button !== 0) return;
    event.preventDefault();
    const index = Number(tile.dataset.index);
    if (!hands.takes(event, index)) look(seen(grid), index);
  });
}

function resizing(grid) {
  for (const [name, step] of [['smaller', -1], ['larger', 1]]) {
    document.querySelector(`[data-${name}]`).addEventListener('click', () => grid.resize(step));
  }
  size.hidden = false;
  size.value = grid.size;
  size.addEventListener('input', () => grid.resizeTo(Number(size.value)));
  grid.addEventListener('resize', () => {
    size.value = grid.size;
  });
}

function hear(grid, selection, deeds) {
  const at = () => {
    const tile = document.activeElement.closest?.('.tile');
    return tile ? Number(tile.dataset.index) : null;
  };
  const toggle = () => (at() === null ? false : selection.toggle(at()));
  const arrow = (event) => {
    const from = at();
    if (grid.step(event.key) === false) return false;
    if (event.shiftKey && from !== null) {
      selection.from ??= from;
      selection.range(at());
    }
    return true;
  };
  const discard = () => {
    if (selection.size) return deeds.carryOut('trash');
    return at() === null ? false : deeds.carryOut('trash', [grid.works[at()].id]);
  };
  listen({
    '+': () => grid.resize(1),
    '=': () => grid.resize(1),
    '-': () => grid.resize(-1),
    ArrowLeft: arrow,
    ArrowRight: arrow,
    ArrowUp: arrow,
    ArrowDown: arrow,
    x: toggle,
    ' ': toggle,
    's a': () => selection.all(),
    's n': () => selection.none(),
    Escape: () => (selection.size ? selection.none() : false),
    Delete: discard,
    u: () => deeds.undo(),
  });
}

function begin() {
  const grid = new Grid(list, load);
  const selection = new Selection(grid, Number(list.dataset.total));
  const deeds = new Deeds(selection);
  const hands = new Hands(selection, list);
  new Menu(grid, selection, deeds).listen();
  openOnClick(grid, hands);
  resizing(grid);
  hear(grid, selection, deeds);
  addEventListener('pagehide', () => {
    keep(shelf, grid, byKeys && document.activeElement.closest('.tile, .pswp, .menu') !== null);
  });
  start(grid);
}

const offer = () => {
  if (fresh) fresh.hidden = false;
};
const counted = new Map(); // run → how many new pictures it had when we first heard of it
const atWork = new Set(); // those of them that had not ended when we last heard of them
function count(run) {
  if (!['add', 'fetch'].includes(run.kind)) return;
  const found = run.counts.new ?? 0;
  if (!counted.has(run.id)) counted.set(run.id, run.at_end ? 0 : found);
  if (found > counted.get(run.id)) offer();
  if (run.at_end) atWork.delete(run.id);
  else atWork.add(run.id);
}
async function recount(id) {
  const answer = await ask(`/api/runs/${id}`);
  count(await answer.json());
}
document.addEventListener('artkeep:run', ({ detail }) => count(detail));
document.addEventListener('artkeep:runs', ({ detail }) => {
  const ended = [...atWork].filter((id) => !detail.has(id)); // while nobody looked at this tab
  Promise.all(ended.map(recount)).catch((error) => say(error.message));
});
document.addEventListener('artkeep:added', offer);
fresh?.addEventListener('click', () => {
  history.replaceState(null, '', location.pathname + (list?.dataset.q ? `?q=${encodeURIComponent(list.dataset.q)}` : ''));
  location.reload();
});

if (list) begin();
tellNews().catch((error) => say(error.message));
