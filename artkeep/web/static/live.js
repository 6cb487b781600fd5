// Live progress: one stream for the tab that is looked at; hidden tabs close theirs.
// Every run that changes becomes an `artkeep:run` event with what the server says of it. Whenever
// a stream begins, `artkeep:runs` tells the ids of all that move: what a page shows as moving and
// is not among them has ended meanwhile.

const line = document.querySelector('[data-line]');
const bar = document.querySelector('[data-line-bar]');
const now = document.querySelector('[data-now]');
const nowWord = document.querySelector('[data-now-word]');
const moving = new Map(); // id → run, those that are not at their end
let stream = null;

export function follow() {
  const fit = () => (document.visibilityState === 'visible' ? open() : close());
  document.addEventListener('visibilitychange', fit);
  addEventListener('pagehide', close);
  addEventListener('pageshow', fit);
  document.addEventListener('DOMContentLoaded', fit); // the page's own script listens by then
}

function open() {
  if (stream) return;
  moving.clear();
  stream = new EventSource('/api/activity/stream');
  stream.addEventListener('run', (event) => take(JSON.parse(event.data)));
  stream.addEventListener('runs', (event) => {
    moving.clear();
    JSON.parse(event.data).forEach(take);
    draw();
    document.dispatchEvent(new CustomEvent('artkeep:runs', { detail: new Set(moving.keys()) }));
  });
}

function close() {
  stream?.close();
  stream = null;
}

function take(run) {
  if (run.at_end) moving.delete(run.id);
  else moving.set(run.id, run);
  draw();
  document.dispatchEvent(new CustomEvent('artkeep:run', { detail: run }));
}

function draw() {
  const runs = [...moving.values()];
  const run = runs.find((one) => one.state === 'running') ?? runs[0];
  now.hidden = !run;
  line.hidden = run?.state !== 'running'; // what waits is told in words only
  document.documentElement.classList.toggle('is-active', Boolean(run));
  if (!run) return;
  line.classList.toggle('unknown', run.part === null);
  bar.style.transform = run.part === null ? '' : `scaleX(${run.part})`;
  nowWord.textContent = run.line;
}
