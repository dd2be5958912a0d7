// Keyboard: moves the focus among the links that open a line, so that Enter, the context menu and screen readers agree.
const PAGES = 'nav.rail a[data-key]';

export function keyboard() {
  const help = document.getElementById('keys');
  for (const button of document.querySelectorAll('[data-shows="keys"]')) {
    button.hidden = false;
    button.addEventListener('click', () => help?.showModal());
  }
  let going = 0;

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target)) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    if (document.querySelector('dialog[open]')) return;
    if (going > Date.now()) {
      going = 0;
      const page = [...document.querySelectorAll(PAGES)].find((link) => link.dataset.key === event.key);
      if (page) {
        event.preventDefault();
        page.click();
        return;
      }
    }
    switch (event.key) {
      case '/':
        focusSearch(event);
        break;
      case 'j':
        move(1, event);
        break;
      case 'k':
        move(-1, event);
        break;
      case 'o':
        open(event);
        break;
      case 'u':
        document.querySelector('a[data-back]')?.click();
        break;
      case 'g':
        going = Date.now() + 1500;
        break;
      case 'x':
        tick(event);
        break;
      case '?':
        event.preventDefault();
        help?.showModal();
        break;
      default:
        press(event);
    }
  });

  // the boxes of a list: one for all of the page
  document.addEventListener('change', (event) => {
    if (!(event.target instanceof HTMLInputElement) || !event.target.matches('[data-ticks-all]')) return;
    for (const box of event.target.form.querySelectorAll('input[name="id"]')) box.checked = event.target.checked;
  });
}

// a button, link or field of the page that has a key of its own; of a list with ticks, e and s go to all that are ticked
function press(event) {
  const form = document.getElementById('triage');
  const ticked = form?.querySelector('input[name="id"]:checked, input[data-all]:checked');
  const action = { e: 'archive', s: 'escalate' }[event.key];
  const wanted =
    ticked && action
      ? form.querySelector(`button[value="${action}"]`)
      : [...document.querySelectorAll('main [data-key]')].find((one) => one.dataset.key === event.key);
  if (!wanted) return;
  event.preventDefault();
  if (wanted instanceof HTMLInputElement) wanted.focus();
  else wanted.click();
}

function tick(event) {
  const box = rowOf(document.activeElement)?.querySelector('input[name="id"]');
  if (!box) return;
  event.preventDefault();
  box.checked = !box.checked;
}

function rowOf(element) {
  return element?.closest('tr, li.row') ?? null;
}

function isTyping(target) {
  return target instanceof HTMLElement && target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]');
}

function focusSearch(event) {
  const search = document.getElementById('search');
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
}

function lines() {
  return [...document.querySelectorAll('a[data-open]')];
}

function move(step, event) {
  const all = lines();
  if (all.length === 0) return;
  event.preventDefault();
  const row = rowOf(document.activeElement) ?? document.querySelector('li.row.is-shown');
  const now = row ? all.findIndex((link) => row.contains(link)) : -1;
  const next = now < 0 ? (step > 0 ? 0 : all.length - 1) : now + step;
  if (next >= all.length) {
    // past the end: the link that loads more
    document.querySelector('.more a')?.focus();
    return;
  }
  all[Math.max(0, next)].focus();
  all[Math.max(0, next)].scrollIntoView({ block: 'nearest' });
  // a list with a pane shows at once what it moves to
  if (all[Math.max(0, next)].hasAttribute('hx-get')) all[Math.max(0, next)].click();
}

function open(event) {
  // beside a list, "open" is the whole dossier of what the pane shows
  const dossier = document.querySelector('#pane a[data-source]');
  const link = dossier ?? rowOf(document.activeElement)?.querySelector('a[data-open], .more a');
  if (link) {
    event.preventDefault();
    link.click();
  }
}
