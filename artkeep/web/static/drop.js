// Drop anywhere: the left half keeps, the right half finds. Buttons do the same.
import { chosen, dropped, hasFiles } from './files.js';
import { say } from './say.js';
import { handOver } from './handover.js';
import { t } from './texts.js';
import { Tray } from './tray.js';
import { Uploads } from './uploads.js';

const veil = document.querySelector('[data-veil]');
const element = document.querySelector('[data-tray]');
const tabs = new BroadcastChannel('artkeep'); // the other tabs of this browser
let uploads = null;

export function takeDrops() {
  tabs.addEventListener('message', ({ data }) => document.dispatchEvent(new Event(`artkeep:${data}`)));
  if (!element) return; // read-only
  uploads = new Uploads(Number(element.dataset.maxBytes));
  new Tray(element, uploads);
  uploads.addEventListener('end', finish);
  uploads.addEventListener('change', () => addEventListener('beforeunload', stay));
  watchDrags();
  watchButtons();
  document.addEventListener('artkeep:keep', ({ detail }) => uploads.add(detail));
}

// Only while files are on their way: browsers forget pages that listen for this.
const stay = (event) => uploads.left && event.preventDefault();

function finish() {
  removeEventListener('beforeunload', stay);
  if (!uploads.counts.new) return;
  document.dispatchEvent(new Event('artkeep:added'));
  tabs.postMessage('added');
  // the first pictures of a library: show them
  const isFirst = document.querySelector('.first');
  if (isFirst && !uploads.counts.refused && !uploads.counts.failed) location.assign('/');
}

function watchDrags() {
  let depth = 0; // enter and leave come for every element on the way
  const show = (shown) => {
    veil.hidden = !shown;
    if (!shown) depth = 0;
  };
  addEventListener('dragenter', (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    depth += 1;
    show(true);
  });
  addEventListener('dragleave', () => {
    depth -= 1;
    if (depth <= 0) show(false);
  });
  addEventListener('dragover', (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    const half = event.target.closest?.('[data-drop]');
    for (const each of veil.children) each.classList.toggle('is-over', each === half);
  });
  addEventListener('drop', (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    show(false);
    const half = event.target.closest?.('[data-drop]')?.dataset.drop;
    take(dropped(event.dataTransfer), half);
  });
  addEventListener('keydown', (event) => event.key === 'Escape' && show(false));
}

async function take(files, half) {
  try {
    for await (const file of files) {
      if (half === 'find') return void handOver(file);
      uploads.add(file);
    }
  } catch (error) {
    say(t('A folder could not be read: {trouble}', { trouble: error.message }));
  }
}

function watchButtons() {
  for (const [name, input] of [['choose', 'files'], ['choose-folder', 'folder']]) {
    const field = document.querySelector(`[data-${input}]`);
    document.addEventListener('click', (event) => {
      if (event.target.closest(`[data-${name}]`)) field.click();
    });
    field.addEventListener('change', () => {
      chosen(field).forEach((file) => uploads.add(file));
      field.value = '';
    });
  }
}
