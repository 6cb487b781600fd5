// What has to be copied is copied at a press; without a clipboard it is selected.
import { say } from './say.js';
import { t } from './texts.js';

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const field = document.querySelector(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = t('Copied');
      say(t('Copied'));
    } catch {
      say(t('Selected: copy it with the keys of your system'));
    }
  });
}
