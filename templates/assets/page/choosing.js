// Choosing a speaker or a kind of speech: what is not chosen steps back.

const root = document.documentElement;
root.classList.add("js");

const TOGGLES = [
  [".pick", (link) => ({ who: decoded(link.hash) }), "who", ""],
  [".kind", (link) => ({ kind: link.dataset.kind }), "kind", ""],
  [".plain-toggle", () => ({ plain: true }), "plain", false],
];

for (const [selector, wanted, name, off] of TOGGLES) {
  for (const link of all(selector)) {
    const value = wanted(link)[name];
    link.setAttribute("role", "button");
    const toggle = (event) => {
      event.preventDefault();
      choose({ [name]: state[name] === value ? off : value });
    };
    link.addEventListener("click", toggle);
    link.addEventListener("keydown", (event) => event.key === " " && toggle(event));
    changed.push(() => link.setAttribute("aria-pressed", String(state[name] === value)));
  }
}

for (const link of all(".show-all")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    choose({ who: "", kind: "" });
  });
}

const said = all(".text .said, .text .key, .said-line");

function applyChoice() {
  const speaker = byId(state.who)?.dataset.speaker;
  const speaks = new Map();
  for (const element of said) {
    if (element.dataset.s !== undefined) speaks.set(element.dataset.q, element.dataset.s.split(" "));
  }
  for (const element of said) {
    const others = speaker && !(speaks.get(element.dataset.q) || []).includes(speaker);
    const otherKind = state.kind && !element.classList.contains(state.kind);
    element.classList.toggle("dim", Boolean(others || otherKind));
  }
  all(".speaker").forEach((entry) => entry.classList.toggle("chosen", entry.id === state.who));
  root.classList.toggle("filtered", Boolean(speaker || state.kind));
  root.classList.toggle("plain", state.plain);
}
changed.push(applyChoice);
