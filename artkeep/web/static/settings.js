// A theme is tried on at once.

const form = document.querySelector('[data-themes]');

form.addEventListener('change', () => {
  document.documentElement.dataset.theme = form.elements.theme.value;
  fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
});
