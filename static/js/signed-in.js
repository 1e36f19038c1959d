// What a page shows leaves the screen with the sign-in: when one signs out in another tab, when
// nothing was asked for so long that the sign-in has ended, with or without a network.
const { signedIn: entrance, hours } = document.body.dataset;
const channel = new BroadcastChannel("trade-counter-sign-in");
const EVERY = 60_000;
let asked = Date.now();

function leave() {
  document.body.replaceChildren();
  const back = encodeURIComponent(location.pathname + location.search);
  location.replace(`${entrance}?next=${back}`);
}

if (entrance) {
  channel.addEventListener("message", leave);
  document.addEventListener("htmx:afterOnLoad", () => (asked = Date.now()));
  setInterval(() => Date.now() - asked > hours * 3_600_000 && leave(), EVERY);
  // A page from the browser's own memory may be of somebody who has signed out since.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
} else if (document.querySelector("[data-entrance]")) {
  // The sign-in page opens only for a browser that is signed in nowhere in the portal.
  channel.postMessage("signed out");
}
