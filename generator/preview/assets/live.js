/* Keeps an open page up to date: swaps style sheets, morphs the page, shows what is wrong.
 *
 * What the reader or the page's own scripts have changed since the page came (open notes,
 * filters, positions) is noted by an observer and left alone, classes one by one; everything
 * else becomes what the server now sends. Nothing of a message is ever read as HTML.
 */
"use strict";
(() => {
  const script = document.currentScript;
  const page = script.dataset.page; // the output file, "a/b/index.html"
  let version = script.dataset.version;

  // --- what is the reader's ------------------------------------------------

  const touched = new WeakMap(); // element -> names of attributes changed since it came
  const sent = new WeakMap(); // element -> its classes as the server sent them, where they have changed since
  const foreign = new WeakSet(); // nodes that the server never sent
  const observer = new MutationObserver(note);

  function note(records) {
    for (const record of records) {
      if (record.attributeName === "class") {
        if (!sent.has(record.target)) sent.set(record.target, classes(record.oldValue));
      } else if (record.type === "attributes") {
        if (!touched.has(record.target)) touched.set(record.target, new Set());
        touched.get(record.target).add(record.attributeName);
      } else {
        for (const node of record.addedNodes) foreign.add(node);
      }
    }
  }

  function observe() {
    observer.observe(document.documentElement, { subtree: true, attributes: true, attributeOldValue: true, childList: true });
  }

  function pause() {
    note(observer.takeRecords());
    observer.disconnect();
  }

  const classes = (text) => new Set((text ?? "").split(/\s+/).filter(Boolean));

  /* A mark that is lit may be another speaker's now: the server's classes, but for what was added or taken here. */
  function keepClasses(old, fresh) {
    const before = sent.get(old);
    if (!before) return;
    const now = classes(fresh.getAttribute("class"));
    sent.set(old, new Set(now));
    for (const name of old.classList) if (!before.has(name)) now.add(name);
    for (const name of before) if (!old.classList.contains(name)) now.delete(name);
    fresh.setAttribute("class", [...now].join(" "));
  }

  const FIELDS = new Set(["value", "checked", "selected"]);

  const callbacks = {
    beforeAttributeUpdated: (name, element) => !FIELDS.has(name) && !touched.get(element)?.has(name),
    beforeNodeRemoved: (node) => !foreign.has(node),
    beforeNodeMorphed: (old, fresh) => {
      if (fresh.nodeType === Node.ELEMENT_NODE) keepClasses(old, fresh);
      return !old.isEqualNode(fresh);
    },
  };

  // --- the page ------------------------------------------------------------

  const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, pre, figcaption, dt, dd";

  function blocks() {
    return [...document.querySelectorAll(`main ${BLOCKS.replaceAll(", ", ", main ")}`)];
  }

  /* The first block in view, and where: what is above it may grow. */
  function anchor() {
    for (const block of blocks()) {
      const { top, bottom } = block.getBoundingClientRect();
      if (bottom > 0 && top < innerHeight) return { block, top };
    }
    return null;
  }

  /* The preview's own scripts run once: one that differed in its version would be put in anew, and run. */
  function keepScripts(fresh) {
    for (const old of document.querySelectorAll('script[src^="/_preview/"]')) {
      fresh.querySelector(`script[src="${old.getAttribute("src")}"]`)?.replaceWith(old.cloneNode());
    }
  }

  function morph(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    keepScripts(fresh);
    const before = new Set(blocks().map((block) => block.textContent));
    const kept = anchor();
    pause();
    try {
      Idiomorph.morph(document.documentElement, fresh.documentElement, { callbacks });
    } finally {
      observe();
    }
    if (kept?.block.isConnected) {
      const moved = kept.block.getBoundingClientRect().top - kept.top;
      if (Math.abs(moved) > 1) scrollBy({ top: moved, behavior: "instant" });
    }
    for (const block of blocks()) if (!before.has(block.textContent)) flash(block);
    document.dispatchEvent(new CustomEvent("briefing:updated"));
  }

  function flash(block) {
    if (block.animate && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
      block.animate([{ backgroundColor: "rgb(255 214 10 / 45%)" }, { backgroundColor: "transparent" }], {
        duration: 1200,
        easing: "ease-out",
        id: "briefing-flash",
      });
    }
  }

  async function update() {
    const answer = await fetch(location.href, { cache: "no-store", headers: { Accept: "text/html" } });
    const html = await answer.text();
    const now = answer.headers.get("X-Briefing-Version") ?? "";
    if (now !== version) {
      version = now;
      morph(html);
      connect();
    }
  }

  function swapStyle(path) {
    const wanted = new URL(`/${path}`, location.href).pathname;
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const url = new URL(link.href);
      if (url.pathname !== wanted) continue;
      url.searchParams.set("v", Date.now().toString(36));
      pause();
      const fresh = link.cloneNode();
      fresh.addEventListener("load", () => link.remove(), { once: true });
      fresh.addEventListener("error", () => fresh.remove(), { once: true });
      fresh.href = url.href;
      link.after(fresh);
      observe();
    }
  }

  // --- what is wrong -------------------------------------------------------

  const host = document.createElement("div");
  host.id = "briefing-preview";
  host.hidden = true;
  const shadow = host.attachShadow({ mode: "open" });
  let dismissed = "";

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function card(problem) {
    const box = element("section", `problem ${problem.severity}`);
    box.append(element("h2", "", problem.message));
    if (problem.place) box.append(element("p", "place", problem.place));
    if (problem.lines.length) {
      const code = element("pre");
      for (const [number, text] of problem.lines) {
        const row = element("span", number === problem.line ? "row here" : "row");
        row.append(element("span", "number", String(number)), element("span", "text", text));
        code.append(row);
        if (number === problem.line && problem.column) {
          const caret = " ".repeat(problem.column - 1) + "▲";
          const mark = element("span", "row caret");
          mark.append(element("span", "number", ""), element("span", "text", caret));
          code.append(mark);
        }
      }
      box.append(code);
    }
    if (problem.hint) box.append(element("p", "hint", problem.hint));
    return box;
  }

  function link(problem) {
    const made = element("a", "", problem.place || problem.message);
    if (problem.page) made.href = `/${problem.page}`;
    return made;
  }

  function show(problems) {
    const key = JSON.stringify(problems);
    const errors = problems.filter((problem) => problem.severity === "error");
    const here = errors.filter((problem) => problem.page === null || problem.page === page);
    shadow.replaceChildren();
    host.hidden = errors.length === 0 || key === dismissed;
    if (host.hidden) return;
    const style = element("link");
    style.rel = "stylesheet";
    style.href = "/_preview/overlay.css";
    const panel = element("div", here.length ? "overlay" : "note");
    panel.setAttribute("role", here.length ? "alert" : "status");
    const close = element("button", "close", "×");
    close.setAttribute("aria-label", "Hide until something changes");
    close.addEventListener("click", () => {
      dismissed = key;
      host.hidden = true;
    });
    if (here.length) {
      panel.append(element("h1", "", here.length === 1 ? "This page waits for a correction" : `${here.length} corrections needed`));
      panel.append(...here.map(card));
      panel.append(element("p", "beneath", "Beneath stands the last good state. This notice goes away by itself."));
    } else {
      panel.append(element("strong", "", errors.length === 1 ? "1 problem elsewhere: " : `${errors.length} problems elsewhere: `));
      panel.append(...errors.slice(0, 3).flatMap((problem) => [link(problem), " "]));
    }
    panel.append(close);
    shadow.append(style, panel);
  }

  // --- messages ------------------------------------------------------------

  let queue = Promise.resolve();

  function receive(data) {
    const message = JSON.parse(data);
    host.dataset.live = ""; // from now on this page hears of every change
    queue = queue.then(() => act(message)).catch((error) => console.warn("briefing preview:", error));
  }

  async function act(message) {
    show(message.problems);
    message.styles.forEach(swapStyle);
    if (message.reload) location.reload();
    else if (message.pages.includes(page)) await update();
    if (message.follow !== null && message.follow !== page) location.assign(`/${message.follow}`);
  }

  /* A tab that nobody sees needs no news: it gives its stream back, and is told later what it missed. */
  function connect() {
    stream.show(document.hidden ? null : { page, version });
  }

  /* One stream for all pages of this browser, where it has shared workers; else one a page. */
  function open() {
    try {
      const worker = new SharedWorker("/_preview/stream.js");
      worker.port.onmessage = ({ data }) => receive(data);
      worker.onerror = () => {
        stream = alone();
        connect();
      };
      return { show: (what) => worker.port.postMessage(what) };
    } catch {
      return alone();
    }
  }

  function alone() {
    let events = null;
    const close = () => {
      events?.close();
      events = null;
    };
    const show = (what) => {
      if (what === null) close();
      if (what === null || events) return;
      events = new EventSource(`/_preview/events?${new URLSearchParams(what)}`);
      events.onmessage = ({ data }) => receive(data);
      events.onerror = () => {
        if (events?.readyState !== EventSource.CLOSED) return;
        events = null;
        setTimeout(connect, 1000);
      };
    };
    return { show };
  }

  observe(); // before the host comes, so that it is known not to be the server's
  document.documentElement.append(host);
  let stream = open();
  document.addEventListener("visibilitychange", connect);
  addEventListener("pagehide", () => stream.show(null));
  addEventListener("pageshow", (event) => {
    if (event.persisted) connect();
  });
  connect();
})();
