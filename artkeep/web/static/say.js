// Words for those who listen instead of look.

export function say(words) {
  document.querySelector('[data-say]').textContent = words;
}
