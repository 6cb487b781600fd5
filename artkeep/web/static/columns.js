// Squares, and columns of one width; as `rows.js` has them: rows, which say what is drawn where,
// and boxes, in whole pixels.
import { ratioOf } from './rows.js';

const FEWEST = 2; // columns

const columnsOf = (width, side, gap) => Math.max(FEWEST, Math.round((width + gap) / (side + gap)));

// Where column `i` of `count` begins.
const edge = (i, count, width, gap) => Math.round((i * (width + gap)) / count);

export function squares(works, { width, height, gap, top = 0, first = 0, isLast = false }) {
  const count = columnsOf(width, height, gap);
  const side = edge(1, count, width, gap) - gap;
  const rows = [];
  const boxes = works.map((_, i) => {
    const x = edge(i % count, count, width, gap);
    const w = edge((i % count) + 1, count, width, gap) - gap - x;
    return { x, y: top + Math.floor(i / count) * (side + gap), w, h: side };
  });
  for (let from = 0; from < works.length; from += count) {
    const to = Math.min(from + count, works.length);
    const open = to - from < count && !isLast;
    rows.push({ from: first + from, to: first + to, top: boxes[from].y, height: side, open });
  }
  return { rows, boxes };
}

// Each work goes where there is most room; so none begins above the one before it, and a row is a
// few works that follow one another. `columns` is where each column ended, to go on from there.
export function masonry(works, { width, height, gap, first = 0, columns = null }) {
  const count = columns?.length ?? columnsOf(width, height * 1.1, gap);
  const ends = columns ? [...columns] : new Array(count).fill(0);
  const boxes = works.map((work) => {
    const column = ends.indexOf(Math.min(...ends));
    const x = edge(column, count, width, gap);
    const w = edge(column + 1, count, width, gap) - gap - x;
    const box = { x, y: ends[column], w, h: Math.round(w / ratioOf(work)) };
    ends[column] += box.h + gap;
    return box;
  });
  return { rows: inRows(boxes, count, first, Math.max(0, ...(columns ?? [])) - gap), boxes, columns: ends };
}

// A row ends no higher than those before it, so that it can be looked for by halves.
function inRows(boxes, count, first, end) {
  const rows = [];
  let lowest = end;
  for (let from = 0; from < boxes.length; from += count) {
    const some = boxes.slice(from, from + count);
    const top = some[0].y;
    lowest = Math.max(lowest, ...some.map((box) => box.y + box.h));
    rows.push({ from: first + from, to: first + from + some.length, top, height: lowest - top, open: false });
  }
  return rows;
}
