// What undoes itself unless it is confirmed: the seconds that are left, counted by the page's own clock, since the server's may
// differ. When they are over the page that follows is shown.
export function countdowns() {
  for (const box of document.querySelectorAll('[data-seconds]')) {
    const end = performance.now() + Number(box.dataset.seconds) * 1000;
    const number = box.querySelector('[data-left]');
    const bar = box.querySelector('progress');
    const tick = () => {
      const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      if (number) number.textContent = String(left);
      if (bar) bar.value = left;
      if (left === 0) {
        clearInterval(timer);
        for (const button of box.querySelectorAll('button')) button.disabled = true;
        setTimeout(() => window.location.assign(box.dataset.after), 1500);
      }
    };
    const timer = setInterval(tick, 250);
  }
}
