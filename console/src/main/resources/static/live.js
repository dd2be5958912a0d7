// What came since the page was shown, in a line above it; nothing is moved under the reader's hands.
export function live() {
  const line = document.querySelector('[data-live]');
  if (!line || !window.EventSource) return;
  const kind = line.dataset.live; // stored or openIncidents
  const link = line.querySelector('a');
  let first = null;
  const stream = new EventSource('/api/v1/live');

  stream.addEventListener('counts', (event) => {
    const now = JSON.parse(event.data)[kind];
    if (first === null) first = now;
    const more = now - first;
    line.hidden = more <= 0;
    if (more > 0) {
      const number = more.toLocaleString(document.documentElement.lang || undefined);
      link.textContent = (more === 1 ? line.dataset.one : line.dataset.many).replace('#', number);
    }
  });
  // too much at once, or cut off for too long: only a fresh page tells it right
  stream.addEventListener('refresh', () => {
    link.textContent = line.dataset.refresh;
    line.hidden = first === null;
  });
  // a newer page of the same person has its place now: coming back would take that one's
  stream.addEventListener('replaced', () => stream.close());
  window.addEventListener('pagehide', () => stream.close());
}
