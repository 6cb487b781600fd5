// Sources, live: what moves is updated in place, numbers too; what begins or ends draws the lists anew.
import { ask } from './api.js';
import { ended, isOther, update } from './moving.js';

const place = document.querySelector('[data-sites]');
const KINDS = new Set(['read', 'fetch', 'recheck']);
const APART = 1500; // milliseconds between two drawings
const COUNTED_APART = 3000; // milliseconds between two looks at the numbers
let drawnAt = -APART;
let countedAt = performance.now();
let planned = 0;
let counting = 0;
let drawing = 0; // drawings on their way
let latest = 0; // the question whose answer counts: answers may overtake each other

document.addEventListener('artkeep:run', ({ detail }) => {
  if (!KINDS.has(detail.kind)) return;
  const item = place.querySelector(`[data-run="${detail.id}"]`);
  if (item && !isOther(item, detail)) {
    update(item, detail);
    count();
  } else if (item || !detail.at_end) plan();
});

document.addEventListener('artkeep:runs', ({ detail }) => {
  if (ended(place, detail).length) plan();
});

function count() {
  if (counting || drawing || (planned && !isInHand())) return;
  counting = setTimeout(recount, Math.max(0, COUNTED_APART - (performance.now() - countedAt)));
}

// The numbers of sites and lists, where they stand; nothing else is touched.
async function recount() {
  try {
    const html = await drawn();
    if (!html) return;
    const fresh = new DOMParser().parseFromString(html, 'text/html');
    for (const line of fresh.querySelectorAll('[data-facts]')) {
      const shown = document.getElementById(line.id);
      if (shown && !shown.contains(document.activeElement)) shown.replaceChildren(...line.childNodes);
    }
  } finally {
    countedAt = performance.now();
    counting = 0;
  }
}

// The lists as our own server renders and escapes them; nothing when they were asked for again since.
async function drawn() {
  const mine = ++latest;
  const answer = await ask('/sources', { headers: { 'HX-Request': 'true' } });
  const html = await answer.text();
  return mine === latest ? html : '';
}

function plan() {
  if (planned) return;
  planned = setTimeout(draw, Math.max(0, APART - (performance.now() - drawnAt)));
}

async function draw() {
  planned = 0;
  drawnAt = performance.now();
  if (isInHand()) {
    plan(); // nothing is taken out of anybody's hands
    return;
  }
  countedAt = drawnAt; // a drawing brings the numbers too, and no counting overtakes it
  clearTimeout(counting);
  counting = 0;
  drawing += 1;
  try {
    show(await drawn());
  } finally {
    drawing -= 1;
  }
}

function show(html) {
  if (!html) return;
  if (isInHand()) {
    plan(); // taken up while the answer was on its way
    return;
  }
  const open = [...place.querySelectorAll('details[open]')].map(({ id }) => id);
  const focused = address(document.activeElement);
  place.innerHTML = html;
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  if (focused) place.querySelector(focused)?.focus({ preventScroll: true });
}

// What somebody writes or chooses, has not sent yet, or is told to be wrong.
function isInHand() {
  const fields = [...place.querySelectorAll('input, select')];
  return fields.some((field) => field === document.activeElement || isChanged(field) || field.ariaInvalid === 'true');
}

function isChanged(field) {
  if (field.localName === 'input') return field.value !== field.defaultValue;
  const first = [...field.options].findIndex(({ defaultSelected }) => defaultSelected);
  return field.selectedIndex !== Math.max(first, 0);
}

// How to find an element again after the lists were drawn anew.
function address(element) {
  if (!place.contains(element)) return '';
  const home = element.closest('[id]');
  const form = element.closest('form');
  if (form) return `#${CSS.escape(home.id)} form[action="${form.getAttribute('action')}"] button`;
  return home ? `#${CSS.escape(home.id)} ${element.localName}` : '';
}

// Asking a site takes a moment: the button says so, and is not pressed twice.
document.querySelector('[data-follow]')?.addEventListener('submit', () => {
  document.querySelector('[data-follow-button]').disabled = true;
  document.querySelector('[data-follow-waiting]').hidden = false;
});
addEventListener('pageshow', () => {
  const button = document.querySelector('[data-follow-button]');
  if (!button) return;
  button.disabled = false;
  document.querySelector('[data-follow-waiting]').hidden = true;
});
