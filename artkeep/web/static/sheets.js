// What unfolds over a page (`details.drop`): one at a time, gone with Esc or a press elsewhere.

const open = () => document.querySelectorAll('details.drop[open], details[name="term"][open]');

function close(but = null) {
  for (const one of open()) if (!one.contains(but)) one.open = false;
}

function onEscape(event) {
  if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
  const [first] = open();
  if (!first) return;
  event.preventDefault();
  first.open = false;
  first.querySelector('summary').focus();
}

export function folding() {
  document.addEventListener('pointerdown', ({ target }) => close(target));
  document.addEventListener('keydown', onEscape, { capture: true });
  document.addEventListener(
    'toggle',
    ({ target }) => {
      if (!target.matches('details[open]')) return;
      close(target);
      target.querySelector('input[type="text"]')?.select();
    },
    { capture: true },
  );
}
