/* A shared worker: one event stream a browser, however many pages of a preview are open.
 *
 * A browser opens six connections to one server, and a stream holds one as long as it lasts.
 * Each page says what it shows, or null once it is hidden or left, and hears what the server says.
 */
"use strict";
const RETRY = 1000; // milliseconds
const shown = new Map(); // port -> {page, version}
let events = null; // the stream that tells of what is shown
let coming = null; // its successor, until it has said its first word

addEventListener("connect", ({ ports: [port] }) => {
  port.onmessage = ({ data }) => listen(port, data);
});

function listen(port, page) {
  const before = shown.get(port);
  if (page) shown.set(port, page);
  else shown.delete(port);
  // Of a new version alone the server need not be told: it sends whatever changes from now on.
  if (page?.page !== before?.page) connect();
}

/* The first message of a stream says what a page has missed: none is lost between two streams. */
function connect() {
  coming?.close();
  coming = null;
  if (shown.size === 0) {
    events?.close();
    events = null;
    return;
  }
  const query = new URLSearchParams();
  for (const { page, version } of shown.values()) {
    query.append("page", page);
    query.append("version", version);
  }
  const fresh = new EventSource(`/_preview/events?${query}`);
  coming = fresh;
  fresh.onmessage = ({ data }) => {
    if (coming === fresh) {
      events?.close();
      [events, coming] = [fresh, null];
    }
    for (const port of shown.keys()) port.postMessage(data);
  };
  fresh.onerror = () => {
    if (fresh.readyState !== EventSource.CLOSED || (fresh !== coming && fresh !== events)) return;
    if (fresh === events) events = null;
    setTimeout(connect, RETRY);
  };
}
