// Keys: `data-key` presses an element, `g` and a letter goes to a place; never while typing.

const own = new Map();
let going = -Infinity; // when `g` was pressed

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
  const action = own.get(event.key) ?? pressing(event.key);
  if (!action) return;
  // an action that returns false had nothing to do: the key keeps its usual meaning
  if (action(event) !== false) event.preventDefault();
}

function goes(event) {
  const follows = performance.now() - going < 1500;
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

function pressing(key) {
  const element = document.querySelector(`[data-key~="${CSS.escape(key)}"]`);
  if (element?.matches('input')) return () => element.focus();
  return element && (() => element.click());
}

document.addEventListener('keydown', press);
