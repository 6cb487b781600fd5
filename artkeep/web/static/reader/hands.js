// Mouse, wheel and fingers over the book: zones to turn, swipes, pinch, dragging what is larger.

const SIDE = 0.34; // of the window: a tap there turns
const TWICE = 300; // milliseconds between two taps that are one double tap
const SWIPE = 50; // pixels
const SURE = 8; // pixels, before a finger's way is known
const NOTCH = 60; // of the wheel, before it turns
const REST = 220; // milliseconds without the wheel, before it may turn again

export function take(book, { aside, chrome }) {
  const { element } = book;
  let dragged = false;
  let tapped = -Infinity;

  element.addEventListener('click', (event) => {
    if (dragged || event.target.closest('button, a')) return;
    const place = event.clientX / innerWidth;
    if (place < SIDE) aside(-1);
    else if (place > 1 - SIDE) aside(1);
    else tap(event);
  });

  function tap(event) {
    const isSecond = event.timeStamp - tapped < TWICE;
    tapped = isSecond ? -Infinity : event.timeStamp;
    chrome();
    if (isSecond) book.zoomTo(book.zoom > 1 ? 1 : 2, event.clientX, event.clientY);
  }

  element.addEventListener('pointerdown', (event) => {
    dragged = false;
    if (event.pointerType !== 'mouse' || event.button !== 0) return;
    const from = { x: event.clientX, y: event.clientY, left: element.scrollLeft, top: element.scrollTop };
    const move = ({ clientX, clientY }) => {
      const [x, y] = [clientX - from.x, clientY - from.y];
      if (Math.hypot(x, y) > 4) dragged = true;
      if (dragged) element.scrollTo(from.left - x, from.top - y);
    };
    const end = () => removeEventListener('pointermove', move);
    addEventListener('pointermove', move);
    addEventListener('pointerup', end, { once: true });
    addEventListener('pointercancel', end, { once: true });
  });

  wheel(book);
  fingers(book, aside);
}

function wheel(book) {
  let sum = 0;
  let last = -Infinity;
  let isResting = false;
  const onWheel = (event) => {
    if (event.ctrlKey) {
      event.preventDefault();
      book.zoomTo(book.zoom * Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
      return;
    }
    const way = Math.sign(event.deltaY);
    const isFresh = event.timeStamp - last > REST;
    last = event.timeStamp;
    if (isFresh) [sum, isResting] = [0, false];
    // what scrolls to an edge does not turn there at once
    if (way && book.hasMore('y', way)) isResting = true;
    if (!way || isResting) return;
    event.preventDefault();
    sum += event.deltaY;
    if (Math.abs(sum) < NOTCH) return;
    isResting = true;
    book.turn(way, { atEnd: way < 0 });
  };
  book.element.addEventListener('wheel', onWheel, { passive: false });
}

function fingers(book, aside) {
  const { element, spread } = book;
  let one = null; // where a swipe began
  let two = null; // how a pinch began

  element.addEventListener('touchstart', ({ touches }) => {
    two = touches.length === 2 ? { wide: apart(touches), zoom: book.zoom } : null;
    one = touches.length === 1 ? { x: touches[0].clientX, y: touches[0].clientY, isSwipe: null } : null;
  }, { passive: true });

  element.addEventListener('touchmove', (event) => {
    if (two) pinch(event);
    else if (one) swipe(event);
  }, { passive: false });

  for (const ended of ['touchend', 'touchcancel']) element.addEventListener(ended, end);

  function pinch(event) {
    if (event.cancelable) event.preventDefault();
    if (event.touches.length !== 2) return;
    const [a, b] = event.touches;
    const middle = [(a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2];
    book.zoomTo((two.zoom * apart(event.touches)) / two.wide, ...middle);
  }

  function swipe(event) {
    const { clientX, clientY } = event.touches[0];
    const [x, y] = [clientX - one.x, clientY - one.y];
    if (Math.hypot(x, y) < SURE) return;
    one.isSwipe ??= Math.abs(x) > Math.abs(y) && !book.hasMore('x', x < 0 ? 1 : -1);
    if (!one.isSwipe) return;
    if (event.cancelable) event.preventDefault();
    one.by = x;
    spread.style.translate = `${x}px`;
  }

  function end() {
    spread.style.translate = '';
    const by = one?.isSwipe ? one.by : 0;
    one = null;
    if (Math.abs(by) > SWIPE) aside(by < 0 ? 1 : -1);
  }
}

const apart = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
