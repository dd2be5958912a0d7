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
      case '?':
        event.preventDefault();
        help?.showModal();
        break;
    }
  });
}

function isTyping(target) {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
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
  const row = document.activeElement?.closest('tr');
  const now = row ? all.findIndex((link) => row.contains(link)) : -1;
  const next = now < 0 ? (step > 0 ? 0 : all.length - 1) : now + step;
  if (next >= all.length) {
    // past the end: the link that loads more
    document.querySelector('tr.more a')?.focus();
    return;
  }
  all[Math.max(0, next)].focus();
  all[Math.max(0, next)].scrollIntoView({ block: 'nearest' });
}

function open(event) {
  const row = document.activeElement?.closest('tr');
  const link = row?.querySelector('a[data-open], .more a');
  if (link) {
    event.preventDefault();
    link.click();
  }
}
