// What every page does: keys, the live line, the rail, uploads from anywhere.
import { listen } from './keys.js';
import { follow } from './live.js';
import { takeDrops } from './drop.js';
import { find } from './find.js';
import { folding } from './sheets.js';
import { remember } from './choices.js';

const root = document.documentElement;
const sheet = document.getElementById('keys');

function foldRail() {
  const folded = root.dataset.rail === 'icons' ? 'words' : 'icons';
  root.dataset.rail = folded;
  remember('artkeep_rail', folded);
}

function showKeys() {
  if (!sheet.open) sheet.showModal();
}

document.querySelector('[data-keys]').addEventListener('click', showKeys);
document.querySelector('[data-fold]').addEventListener('click', foldRail);
sheet.addEventListener('click', (event) => {
  if (event.target === sheet) sheet.close(); // the backdrop
});

listen({ '?': showKeys, '[': foldRail });
follow();
takeDrops();
find();
folding();
