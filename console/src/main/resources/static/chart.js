// Reading a bar under the pointer, and zooming by dragging over bars. The bars themselves are links: this file adds comfort.
const LEAST_DRAG = 6;

export function charts() {
  for (const chart of document.querySelectorAll('[data-brush]')) prepare(chart);
}

function prepare(chart) {
  const plot = chart.querySelector('.plot');
  const brush = chart.querySelector('.brush');
  const columns = [...chart.querySelectorAll('.column')];
  const readout = chart.closest('.panel')?.querySelector('[data-readout]');
  if (!plot || !brush || columns.length === 0) return;
  let start = null;
  let dragged = false;

  const across = (event) => {
    const box = plot.getBoundingClientRect();
    return Math.min(Math.max(0, event.clientX - box.left), box.width - 1);
  };
  const columnAt = (x) => columns[Math.floor((x / plot.getBoundingClientRect().width) * columns.length)];

  plot.addEventListener('pointermove', (event) => {
    const x = across(event);
    if (readout && start === null) readout.textContent = columnAt(x).dataset.label;
    if (start === null || Math.abs(x - start) < LEAST_DRAG) return;
    if (!plot.hasPointerCapture(event.pointerId)) plot.setPointerCapture(event.pointerId);
    brush.setAttribute('x', Math.min(start, x));
    brush.setAttribute('width', Math.abs(x - start));
    const [first, last] = ends(start, x);
    if (readout) readout.textContent = first.dataset.from.replace('T', ' ') + ' – ' + last.dataset.to.replace('T', ' ');
  });
  plot.addEventListener('pointerleave', () => {
    if (readout && start === null) readout.textContent = readout.dataset.rest;
  });
  plot.addEventListener('pointerdown', (event) => {
    dragged = false;
    if (event.button === 0 && event.pointerType !== 'touch') start = across(event);
  });
  plot.addEventListener('pointerup', (event) => {
    if (start === null) return;
    const x = across(event);
    const from = start;
    start = null;
    brush.setAttribute('width', 0);
    if (Math.abs(x - from) < LEAST_DRAG) return;
    dragged = true;
    const [first, last] = ends(from, x);
    const address = new URL(window.location.href);
    address.searchParams.set('range', first.dataset.from + '..' + last.dataset.to);
    window.location.assign(address);
  });
  // a drag over links must not drag a link away, nor end as a click on one
  plot.addEventListener('dragstart', (event) => event.preventDefault());
  plot.addEventListener('click', (event) => dragged && event.preventDefault(), true);

  function ends(one, other) {
    return [columnAt(Math.min(one, other)), columnAt(Math.max(one, other))];
  }
}
