// Choosing a speaker or a kind of speech, marks off: what is not chosen steps back.
// Everything is looked up when it is needed: a preview may change the page underneath.

const root = document.documentElement;
root.classList.add("js");

// For each kind of toggle: what of the state it sets, and to what.
const TOGGLES = {
  ".pick": (link) => ["who", decoded(link.hash)],
  ".kind": (link) => ["kind", link.dataset.kind],
  ".plain-toggle": () => ["plain", true],
};

function toggleOf(element) {
  const selector = Object.keys(TOGGLES).find((one) => element.matches(one));
  return TOGGLES[selector](element);
}

function press(event) {
  const link = event.target.closest(Object.keys(TOGGLES).join());
  if (!link) return;
  event.preventDefault();
  const [name, value] = toggleOf(link);
  choose({ [name]: state[name] === value ? (value === true ? false : "") : value });
  if (name === "who" && state.who) reveal();
}

// What is chosen is shown: where the text is below the screen, it comes up.
function reveal() {
  const [text] = all(".text");
  if (text.getBoundingClientRect().top > innerHeight * 0.7) text.scrollIntoView({ block: "start" });
}

document.addEventListener("click", (event) => {
  press(event);
  if (!event.target.closest(".show-all")) return;
  event.preventDefault();
  choose({ who: "", kind: "" });
});
document.addEventListener("keydown", (event) => event.key === " " && press(event));

function dress() {
  for (const link of all(Object.keys(TOGGLES).join())) {
    const [name, value] = toggleOf(link);
    link.setAttribute("role", "button");
    link.setAttribute("aria-pressed", String(state[name] === value));
  }
}

function dim() {
  const speaker = byId(state.who)?.dataset.speaker;
  const others = new Set();
  for (const mark of all(".text .said")) {
    const speaks = !speaker || mark.dataset.s.split(" ").includes(speaker);
    const ofKind = !state.kind || mark.classList.contains(state.kind);
    if (!speaks || !ofKind) others.add(mark.dataset.q);
  }
  for (const part of all(".text .said, .text .key")) part.classList.toggle("dim", others.has(part.dataset.q));
  for (const line of all(".said-line")) line.classList.toggle("dim", Boolean(state.kind) && !line.classList.contains(state.kind));
  for (const entry of all(".speaker")) entry.classList.toggle("chosen", entry.id === state.who);
  root.classList.toggle("filtered", Boolean(speaker || state.kind));
  root.classList.toggle("plain", state.plain);
}
changed.push(dress, dim);
