// What was on the screen, kept for one entry of the history, so that Back finds it again.
// The browser often keeps the whole page itself; this is for when it does not.

const MOST = 12_000; // works; browsers give a shelf some 5 million characters

const FIELDS = ['id', 'sha', 'w', 'h', 'frames', 'colour', 'title', 'pages', 'nsfw', 'marks', 'artist'];
const packed = (work) => FIELDS.map((field) => work[field]);
const unpacked = (values) => Object.fromEntries(FIELDS.map((field, i) => [field, values[i]]));

// The works that are kept, as [from, to): all of them, or those around where one was. They end
// where a page ended, because only there it is known how to go on.
function around(pages, index, count) {
  if (count <= MOST) return [0, count];
  const from = Math.max(0, index - MOST / 2);
  return [from, pages.findLast(({ to }) => to <= from + MOST)?.to ?? count];
}

export function keep(name, grid, byKeys) {
  const anchor = grid.anchor();
  const [from, to] = around(grid.pages, anchor?.index ?? 0, grid.works.length);
  const kept = {
    works: grid.works.slice(from, to).map(packed),
    next: grid.pages.findLast((page) => page.to === to)?.next ?? grid.next,
    anchor: anchor && { ...anchor, index: anchor.index - from },
    active: Math.max(0, grid.active - from),
    byKeys, // then the work one comes back to gets the focus
    isCut: from > 0,
  };
  try {
    sessionStorage.setItem(name, JSON.stringify(kept));
  } catch {
    sessionStorage.removeItem(name); // no room: Back leads to the top instead
  }
}

export function kept(name) {
  const [entry] = performance.getEntriesByType('navigation');
  const text = entry?.type === 'back_forward' && sessionStorage.getItem(name);
  if (!text) return null;
  const found = JSON.parse(text);
  return { ...found, works: found.works.map(unpacked) };
}
