// Find by picture: dropped, pasted, chosen or handed over from another page; or by its address.
import { ask } from './api.js';
import { hasFiles } from './files.js';
import { takeOver } from './handover.js';
import { say } from './say.js';
import { t } from './texts.js';

const page = document.querySelector('[data-asking]');
const box = document.querySelector('[data-findbox]');
const input = document.querySelector('[data-findinput]');
const steps = document.querySelector('[data-steps]');
const answer = document.querySelector('[data-answer]');
let asked = null; // the address of the picture asked about, while the page lives
let latest = 0; // only the last question is answered

async function find(body, headers, picture) {
  latest += 1;
  const mine = latest;
  begin(picture ? t('Looking at the picture and comparing it …') : t('Fetching the picture and comparing it …'));
  try {
    const got = await ask('/similar', { method: 'POST', body, headers: { ...headers, 'HX-Request': 'true' } });
    if (mine === latest) show(await got.text(), picture);
  } catch (error) {
    if (mine === latest) trouble(error.message);
  }
}

function begin(words) {
  page.classList.add('has-answer');
  answer.replaceChildren();
  const step = Object.assign(document.createElement('li'), { className: 'late', textContent: words });
  steps.replaceChildren(step);
  steps.hidden = false;
}

function show(html, picture) {
  steps.hidden = true;
  answer.innerHTML = html; // rendered and escaped by our own server
  if (asked) URL.revokeObjectURL(asked);
  asked = picture ? URL.createObjectURL(picture) : null;
  if (asked) answer.querySelectorAll('[data-asked]').forEach((frame) => put(frame, asked));
  offerToKeep(picture);
  say(answer.querySelector('h2')?.textContent ?? '');
  answer.querySelector('h2')?.scrollIntoView({ block: 'nearest' });
}

function put(frame, url) {
  const image = Object.assign(new Image(), { src: url, alt: t('The picture you asked about') });
  // what the browser cannot show, TIFF for one, keeps its blank place
  image.addEventListener('load', () => frame.querySelector('.pair-blank')?.replaceWith(image));
}

function offerToKeep(picture) {
  const keep = answer.querySelector('[data-keep-asked]');
  if (!keep || !picture) return;
  keep.hidden = false;
  keep.addEventListener('click', () => {
    keep.disabled = true;
    document.dispatchEvent(new CustomEvent('artkeep:keep', { detail: picture }));
  });
}

function trouble(message) {
  steps.hidden = true;
  const line = Object.assign(document.createElement('p'), { className: 'problem', textContent: message });
  line.setAttribute('role', 'alert');
  answer.replaceChildren(line);
}

const findFile = (file) => find(file, { 'Content-Type': 'application/octet-stream' }, file);

function pasted(event) {
  const file = [...(event.clipboardData?.files ?? [])].find((one) => one.type.startsWith('image/'));
  if (!file) return; // text goes where it was pasted
  event.preventDefault();
  findFile(file);
}

box.addEventListener('submit', (event) => {
  event.preventDefault();
  find(new URLSearchParams(new FormData(box)), {}, null);
});
document.querySelector('[data-findfile]').addEventListener('click', () => input.click());
input.addEventListener('change', () => {
  if (input.files[0]) findFile(input.files[0]);
  input.value = '';
});
addEventListener('paste', pasted);

// Here, everything that is dropped is a question.
document.addEventListener('artkeep:find', (event) => {
  event.preventDefault();
  findFile(event.detail);
});
addEventListener('dragover', (event) => box.classList.toggle('is-over', hasFiles(event.dataTransfer)));
for (const end of ['dragleave', 'drop']) addEventListener(end, () => box.classList.remove('is-over'));

takeOver().then((file) => file && findFile(file));
