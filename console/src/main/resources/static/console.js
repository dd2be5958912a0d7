// Small conveniences. Everything of the console can be read and done without this file.
import { charts } from './chart.js';
import { countdowns } from './countdown.js';
import { keyboard } from './keyboard.js';
import { live } from './live.js';
import { passkeys } from './passkeys.js';
import { times } from './times.js';

// a choice in the top bar or in a filter applies at once
document.addEventListener('change', (event) => {
  const field = event.target;
  if (field instanceof HTMLSelectElement && field.hasAttribute('data-submits') && field.form) {
    for (const input of field.form.elements) {
      // an empty field has no place in the address
      if (input.name && input.value === '') input.disabled = true;
    }
    field.form.submit();
  }
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form instanceof HTMLFormElement && form.method === 'get') {
    for (const input of form.elements) {
      if (input.name && input.value === '') input.disabled = true;
    }
    setTimeout(() => {
      for (const input of form.elements) input.disabled = false;
    });
  }
});

// one open menu at a time; a click elsewhere or Escape closes it
const openMenus = () => document.querySelectorAll('details.menu[open]');
document.addEventListener('click', (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector('summary')?.focus();
  }
});

// a field that was switched off for an address must be usable again after "back"
window.addEventListener('pageshow', () => {
  for (const input of document.querySelectorAll('form[method="get"] [disabled]')) input.disabled = false;
});

// a part that could not be loaded: follow the link instead
document.addEventListener('htmx:responseError', (event) => follow(event.detail.elt));
document.addEventListener('htmx:sendError', (event) => follow(event.detail.elt));
function follow(link) {
  if (link instanceof HTMLAnchorElement) window.location.assign(link.href);
}

// a text of the page to the clipboard
for (const button of document.querySelectorAll('button[data-copies]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    const label = button.querySelector('span');
    const before = label.textContent;
    label.textContent = button.dataset.done;
    setTimeout(() => (label.textContent = before), 1500);
  });
}

for (const button of document.querySelectorAll('[data-prints]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

// the line whose incident stands in the pane
document.addEventListener('htmx:afterSwap', (event) => {
  if (event.detail.target?.id !== 'pane' && event.target?.id !== 'pane') return;
  const shown = event.detail.requestConfig?.elt?.closest('li.row');
  if (!shown) return;
  for (const row of document.querySelectorAll('li.row.is-shown')) {
    row.classList.remove('is-shown');
    row.querySelector('[aria-current]')?.removeAttribute('aria-current');
  }
  shown.classList.add('is-shown');
  shown.querySelector('a[data-open]')?.setAttribute('aria-current', 'true');
});

passkeys();
charts();
countdowns();
keyboard();
live();
times();
