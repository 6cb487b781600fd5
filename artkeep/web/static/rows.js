// Justified rows, in whole pixels: every row is exactly as wide as it may be.

const NARROWEST = 0.4; // of width to height; what is beyond is cut a little at its ends
const WIDEST = 4;

export const ratioOf = ({ w, h }) => Math.min(WIDEST, Math.max(NARROWEST, w / h));

// Lay `works` out from `top` on; returns boxes and rows. A last row that is not full is marked
// `open`: it is laid out again when more come, and keeps the usual height meanwhile.
export function pack(works, { width, height, gap, top = 0, first = 0, isLast = false }) {
  const rows = [];
  const boxes = [];
  let from = 0;
  let y = top;
  while (from < works.length) {
    const { to, full } = cut(works, from, width, height, gap);
    const tall = full || isLast ? Math.min(fit(works, from, to, width, gap), height * 1.35) : height;
    const row = { from: first + from, to: first + to, top: y, height: Math.round(tall), open: !full };
    boxes.push(...place(works.slice(from, to), row, width, gap, full));
    rows.push(row);
    y += row.height + gap;
    from = to;
  }
  return { rows, boxes };
}

const fit = (works, from, to, width, gap) => {
  let ratios = 0;
  for (let i = from; i < to; i += 1) ratios += ratioOf(works[i]);
  return (width - gap * (to - from - 1)) / ratios;
};

// Where the row that begins at `from` ends: the cut that comes nearest to the wished height.
function cut(works, from, width, height, gap) {
  for (let to = from + 1; to <= works.length; to += 1) {
    const tall = fit(works, from, to, width, gap);
    if (tall > height) continue;
    const before = to - 1 > from ? fit(works, from, to - 1, width, gap) : Infinity;
    const shorter = before / height < height / tall; // which of the two is nearer
    return { to: shorter ? to - 1 : to, full: true };
  }
  return { to: works.length, full: false };
}

function place(works, row, width, gap, full) {
  const fits = fit(works, 0, works.length, width, gap);
  const spread = full ? fits : Math.min(fits, row.height); // whose height is rounded
  let edge = 0; // exact; boxes begin and end at the nearest whole pixel
  return works.map((work, i) => {
    const x = Math.round(edge) + gap * i;
    edge += ratioOf(work) * spread;
    return { x, y: row.top, w: Math.round(edge) + gap * i - x, h: row.height };
  });
}
