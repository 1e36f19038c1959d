// <time data-time-left datetime="…">3 h 20 min</time> counts on, in the server's own words.
const EVERY = 15_000;

function words(minutes) {
  if (minutes < 1) return minutes === 0 ? "less than a minute" : "no time";
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours && `${hours} h`, rest && `${rest} min`].filter(Boolean).join(" ");
}

function count() {
  for (const time of document.querySelectorAll("time[data-time-left]")) {
    const left = words(Math.floor((new Date(time.dateTime) - Date.now()) / 60_000));
    if (time.textContent !== left) time.textContent = left;
  }
}

setInterval(count, EVERY);
