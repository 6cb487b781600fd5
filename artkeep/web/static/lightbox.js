// Looking at one picture after another: PhotoSwipe with our line, our keys and the Back button.
import { count, t } from './texts.js';
import PhotoSwipe from './vendor/photoswipe/photoswipe.esm.min.js';

const SCREEN = 1600; // pixels, the longest side of a screen-sized picture
const still = matchMedia('(prefers-reduced-motion: reduce)');

// `from` has `works`, and may have `thumb(index)`, `reveal(index)`, `more()`, `focus(index)`,
// and `carried`: what addresses of pages end with, so that the search is not forgotten.
export function look(from, index) {
  const slides = from.works.map(slide);
  const box = new PhotoSwipe({
    dataSource: slides,
    index,
    loop: false,
    bgOpacity: 1,
    wheelToZoom: true,
    returnFocus: !from.focus,
    maxZoomLevel: 6,
    secondaryZoomLevel: (zoom) => Math.max(1, Math.min(zoom.fit * 2, 4)),
    showAnimationDuration: still.matches ? 0 : 140,
    hideAnimationDuration: still.matches ? 0 : 120,
    zoomAnimationDuration: still.matches ? 0 : 140,
    paddingFn: (viewport) =>
      viewport.x < 641
        ? { top: 0, bottom: 48, left: 0, right: 0 }
        : { top: 16, bottom: 56, left: 72, right: 72 },
    arrowPrevSVG: stroke('M12.5 4 6.5 10l6 6'),
    arrowNextSVG: stroke('m7.5 4 6 6-6 6'),
    closeSVG: stroke('m5 5 10 10M15 5 5 15'),
    zoomSVG: stroke('m13 13 4 4M6.5 9h5M9 6.5v5M14.5 9a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0'),
    closeTitle: t('Close (Esc)'),
    zoomTitle: t('Zoom (z)'),
    arrowPrevTitle: t('Previous (←)'),
    arrowNextTitle: t('Next (→)'),
    errorMsg: t('This picture cannot be shown here. Its page offers the original.'),
  });
  box.addFilter('thumbEl', (given, data, at) => from.thumb?.(at) ?? given);
  box.addFilter('placeholderSrc', (given, { data }) => data.msrc ?? given);
  box.on('uiRegister', () => {
    box.element.setAttribute('aria-label', t('Picture'));
    box.ui.registerElement(line(box, from));
  });
  box.on('change', () => {
    from.reveal?.(box.currIndex);
    if (box.currIndex > slides.length - 8) extend(from, slides);
  });
  const close = box.close.bind(box);
  box.close = () => whenOpen(box, close); // by its button, too
  const keys = actions(box, from);
  box.on('keydown', (event) => onKey(event, keys));
  hearMeanwhile(box, keys);
  withHistory(box);
  box.on('destroy', () => from.focus?.(box.currIndex));
  box.init();
  return box;
}

const stroke = (path) =>
  `<svg class="pswp__stroke" viewBox="0 0 20 20" aria-hidden="true"><path d="${path}"/></svg>`;

function slide(work) {
  const small = `/thumb/${work.sha}/s.webp`;
  const full = `/screen/${work.sha}`;
  const shape = { width: work.w, height: work.h, alt: work.title, msrc: small };
  if (work.frames > 1 || Math.max(work.w, work.h) <= SCREEN) return { src: full, ...shape };
  const screen = Math.round((work.w * SCREEN) / Math.max(work.w, work.h));
  const middle = `/thumb/${work.sha}/l.webp`;
  return { src: middle, srcset: `${middle} ${screen}w, ${full} ${work.w}w`, ...shape };
}

async function extend(from, slides) {
  await from.more?.();
  for (let i = slides.length; i < from.works.length; i += 1) slides.push(slide(from.works[i]));
}

const pageOf = (from, work) => `/artworks/${work.id}${from.carried ?? ''}`;

// In place of the lightbox's own entry, so that Back leads to the grid.
const leave = (url) => location.replace(url);

function line(box, from) {
  return {
    name: 'line',
    className: 'pswp__line',
    appendTo: 'root',
    html: '<a></a><span></span>',
    onInit: (element) => {
      const show = () => {
        const work = from.works[box.currIndex];
        const [link, size] = element.children;
        link.textContent = work.title || t('Untitled');
        link.href = pageOf(from, work);
        size.textContent = `${count(work.w)} × ${count(work.h)}`;
      };
      element.firstElementChild.addEventListener('click', (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        leave(event.currentTarget.href);
      });
      box.on('change', show);
      show();
    },
  };
}

const actions = (box, from) => ({
  a: () => box.prev(),
  d: () => box.next(),
  z: () => box.toggleZoom(),
  ArrowLeft: () => box.prev(),
  ArrowRight: () => box.next(),
  Escape: () => box.close(),
  Enter: () => leave(pageOf(from, from.works[box.currIndex])),
});

// `told` is PhotoSwipe's event: preventing its default stops what PhotoSwipe would do.
function onKey(told, keys) {
  const event = told.originalEvent;
  const isButton = event.key === 'Enter' && event.target.closest?.('button, a');
  if (!keys[event.key] || isButton || event.ctrlKey || event.metaKey) return;
  told.preventDefault();
  event.preventDefault();
  keys[event.key]();
}

// PhotoSwipe hears nothing while it opens; what is wished meanwhile is done right after.
function whenOpen(box, action) {
  if (box.opener.isOpen) action();
  else box.on('openingAnimationEnd', action);
}

function hearMeanwhile(box, keys) {
  const early = (event) => {
    if (keys[event.key]) whenOpen(box, keys[event.key]);
  };
  document.addEventListener('keydown', early);
  box.on('bindEvents', () => document.removeEventListener('keydown', early));
  box.on('destroy', () => document.removeEventListener('keydown', early));
}

// Back closes the lightbox instead of leaving the page.
function withHistory(box) {
  history.pushState({ ...history.state, looking: true }, '');
  const back = () => box.close();
  const again = ({ persisted }) => persisted && back(); // the browser kept the page as it was left
  addEventListener('popstate', back);
  addEventListener('pageshow', again);
  box.on('destroy', () => {
    removeEventListener('popstate', back);
    removeEventListener('pageshow', again);
    if (history.state?.looking) history.back();
  });
}
