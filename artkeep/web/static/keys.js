// Keys: `data-key` presses an element, `g` and a letter goes to a place, two keys after one another
// (`s a`) do what was listened for; never while typing.

const own = new Map();
let going = -Infinity; // when `g` was pressed
let before = { key: '', at: -Infinity };
const TOGETHER = 1500; // milliseconds between two keys that belong together

export function listen(keys) {
  for (const [key, action] of Object.entries(keys)) own.set(key, action);
}

function isTyping(target) {
  if (target.isContentEditable) return true;
  return target.matches('input:not([type=radio],[type=checkbox]), textarea, select');
}

function press(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || document.querySelector('dialog[open], .pswp')) return;
  if (goes(event)) return;
  const action = following(event.key) ?? own.get(event.key) ?? pressing(event.key);
  if (!action) return;
  // an action that returns false had nothing to do: the key keeps its usual meaning
  if (action(event) !== false) event.preventDefault();
}

function goes(event) {
  const follows = performance.now() - going < TOGETHER;
  going = -Infinity;
  const place = follows && document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
  if (place) {
    event.preventDefault();
    place.click();
    return true;
  }
  if (event.key === 'g') going = performance.now();
  return event.key === 'g';
}

function following(key) {
  const isSoon = performance.now() - before.at < TOGETHER;
  const action = isSoon && own.get(`${before.key} ${key}`);
  before = action ? { key: '', at: -Infinity } : { key, at: performance.now() };
  return action || null;
}

// What the page itself offers goes before the frame, which comes first in it.
function pressing(key) {
  const element = [...document.querySelectorAll(`[data-key~="${CSS.escape(key)}"]`)].at(-1);
  if (element?.matches('input')) return () => write(element);
  return element && (() => element.click());
}

function write(input) {
  input.focus(); // which brings it into the window
  input.select();
}

document.addEventListener('keydown', press);
