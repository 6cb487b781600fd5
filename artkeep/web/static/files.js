// What was dropped: files as they are, folders with everything below them.

const LEFT_BY_SYSTEMS = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini', '.directory', '.nomedia']);

// The entries must be taken at once: the browser forgets a drop when its event is over.
export function dropped(transfer) {
  const entries = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  return walk(entries.filter(Boolean));
}

async function* walk(entries) {
  for (const entry of entries) {
    if (entry instanceof File) yield entry;
    else if (entry.isDirectory) yield* walk(await inside(entry.createReader()));
    else if (!LEFT_BY_SYSTEMS.has(entry.name)) yield await file(entry);
  }
}

const file = (entry) => new Promise((resolve, reject) => entry.file(resolve, reject));

// A reader gives a folder in portions; an empty one is the end.
async function inside(reader) {
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return found.sort((a, b) => (a.name < b.name ? -1 : 1));
    found.push(...some);
  }
}

export const chosen = (input) =>
  [...input.files].filter((one) => !LEFT_BY_SYSTEMS.has(one.name));

export const hasFiles = (transfer) => transfer?.types?.includes('Files') ?? false;
