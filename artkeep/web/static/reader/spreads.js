// Which pages lie side by side, and how large. Pure: pages are { w, h }, answers are new.

const WEBTOON = 2.5; // higher than wide by this: part of a long strip

const isWide = (page) => page.w > page.h;

// The pages of each opening, by their index, in the order of reading. A wide page is two already.
export function spreads(pages, { isDouble, isAlone }) {
  if (!isDouble) return pages.map((_, index) => [index]);
  const found = [];
  let next = 0;
  while (next < pages.length) {
    const single = (isAlone && next === 0) || next + 1 === pages.length;
    const joined = !single && !isWide(pages[next]) && !isWide(pages[next + 1]);
    found.push(joined ? [next, next + 1] : [next]);
    next += joined ? 2 : 1;
  }
  return found;
}

// The size of each page of an opening, CSS pixels: of one height, so that they join.
// `view`: { w, h } of the window, `dpr`: its pixels per CSS pixel.
export function sizes(pages, { fit, zoom, view, dpr }) {
  const ratio = pages.reduce((sum, page) => sum + page.w / page.h, 0);
  const natural = Math.max(...pages.map((page) => page.h)) / dpr;
  const heights = {
    whole: Math.min(view.h, view.w / ratio),
    width: view.w / ratio,
    height: view.h,
    actual: natural,
  };
  const height = heights[fit] * zoom;
  return pages.map((page) => ({ w: (height * page.w) / page.h, h: height }));
}

// The width of a page in a strip, CSS pixels. Parts of a long strip are as wide as a column.
export function stripWidth(page, { fit, zoom, view, dpr }) {
  const column = Math.min(view.w, 860);
  const whole = Math.min(view.w, (view.h * page.w) / page.h);
  const widths = {
    whole: page.h > page.w * WEBTOON ? column : whole,
    width: view.w,
    height: (view.h * page.w) / page.h,
    actual: page.w / dpr,
  };
  return widths[fit] * zoom;
}

// Whether a work is a long strip cut into pages.
export const isStrip = (pages) =>
  pages.filter((page) => page.h > page.w * WEBTOON).length * 2 > pages.length;
