// Keeps "5 min ago" true while the page stays open. The server wrote the first text; the exact time is in the title.
const UNITS = [
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
];

export function times() {
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'always', style: 'short' });
  const loaded = Date.now();
  setInterval(() => {
    if (document.hidden || Date.now() - loaded < 60000) return;
    for (const time of document.querySelectorAll('time[data-ago]')) {
      const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
      const unit = UNITS.find(([, length]) => seconds >= length);
      if (unit && seconds < 30 * 86400) time.textContent = words.format(-Math.floor(seconds / unit[1]), unit[0]);
    }
  }, 60000);
}
