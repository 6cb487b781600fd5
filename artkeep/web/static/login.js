// What has to be copied is copied at a press; without a clipboard it is selected.
import { say } from './say.js';

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const field = document.querySelector(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = 'Copied';
      say('Copied');
    } catch {
      say('Selected: copy it with the keys of your system');
    }
  });
}
