// Notes: opened by their sign, by a click on the words, by a link to them; closed by Esc.

const wide = matchMedia("(min-width: 68.75rem)");
const isOpen = (note) => note.classList.contains("open");

function partsOf(number) {
  return all(`.text [data-q="${number}"]:not(.note, .key)`);
}

function close(note) {
  note.classList.remove("open");
  all(".covered").forEach((other) => other.classList.remove("covered"));
  partsOf(note.dataset.q).forEach((part) => part.classList.remove("lit"));
}

function closeAll() {
  const open = all(".note.open");
  open.forEach(close);
  return open;
}

function open(note) {
  closeAll();
  note.classList.add("open");
  if (!note.dataset.q) return;
  partsOf(note.dataset.q).forEach((part) => part.classList.add("lit"));
  addActions(note);
  cover(note);
}

// What an opened note lies over in the margin is hidden: half of a link is hard to hit.
function cover(note) {
  const { left, right, top, bottom } = note.getBoundingClientRect();
  for (const other of all(".note")) {
    const box = other.getBoundingClientRect();
    const apart = box.right <= left || box.left >= right || box.bottom <= top || box.top >= bottom;
    if (wide.matches && other !== note && !apart) other.classList.add("covered");
  }
}

function toggle(note, place) {
  if (isOpen(note)) {
    close(note);
    choose({ place: "" });
  } else {
    open(note);
    if (place) choose({ place });
  }
}

// Shows a place that the address names: its note, its section, and itself.
function show(target, scroll) {
  if (!target) return;
  for (let section = target.closest("details"); section; section = section.parentElement.closest("details")) section.open = true;
  const number = target.matches(".said") && target.dataset.q;
  const note = target.matches(".note") ? target : number && byId(`n${target.id.slice(1)}`);
  if (note) open(note);
  else target.classList.add("lit");
  if (scroll) target.scrollIntoView({ block: "center", behavior: "instant" });
}
changed.push(() => all(".text .lit:not([data-q])").forEach((part) => part.id !== state.place && part.classList.remove("lit")));

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const sign = event.target.closest(".key, .ref");
  if (sign) {
    const note = byId(decoded(sign.hash));
    if (!note?.matches(".note") || (wide.matches && !note.dataset.q)) return;
    event.preventDefault();
    toggle(note, note.dataset.q ? `q${note.id.slice(1)}` : "");
    return;
  }
  const words = event.target.closest(".text .said");
  if (!words || event.target.closest("a, button, .note") || !getSelection().isCollapsed) return;
  const note = all(`.note[data-q="${words.dataset.q}"]`)[0];
  if (note && !root.classList.contains("plain")) toggle(note, `q${note.id.slice(1)}`);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const [closed] = closeAll();
  if (closed) {
    byId(closed.dataset.q ? "" : closed.id.replace("card-", "first-"))?.focus();
    all(`.key[data-q="${closed.dataset.q}"], .ref[href="#${CSS.escape(closed.id)}"]`)[0]?.focus();
    choose({ place: "" });
  } else if (state.who || state.kind) choose({ who: "", kind: "" });
});
