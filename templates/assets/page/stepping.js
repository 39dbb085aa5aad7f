// A chosen speaker's statements one after another: a bar that says how many, and steps through them.

const bar = () => all(".choice")[0];

function chosen() {
  return all(".text .said[id]:not(.dim)");
}

function showBar() {
  const entry = byId(state.who);
  const template = byId("choice");
  if (!entry || !template) {
    bar()?.remove();
    all(".text.folded").forEach((text) => text.classList.remove("folded"));
    return;
  }
  if (!bar()) all(".text")[0].prepend(template.content.cloneNode(true));
  const [count] = all(".count", entry);
  const [name] = all(".name", entry);
  bar().className = `choice c${all(".sign", entry)[0].className.match(/c(\d)/)?.[1]}`;
  bar().firstElementChild.textContent = template.dataset.words.replace("{amount}", count.textContent).replace("{name}", name.textContent);
  const folds = all("[data-do=fold]", bar())[0];
  folds.setAttribute("aria-pressed", String(all(".text.folded").length > 0));
}
changed.push(showBar);

function step(by) {
  const statements = chosen();
  if (!statements.length) return;
  const at = statements.findIndex((one) => one.id === state.place);
  const next = statements[at < 0 ? (by > 0 ? 0 : statements.length - 1) : (at + by + statements.length) % statements.length];
  choose({ place: next.id });
  show(next, true);
}

// The statement nearest to what is read stays in sight while the rest goes, or comes back.
function fold() {
  const distance = (one) => Math.abs(one.getBoundingClientRect().top - innerHeight / 2);
  const [nearest] = chosen().sort((one, other) => distance(one) - distance(other));
  all(".text")[0].classList.toggle("folded");
  showBar();
  nearest?.scrollIntoView({ block: "center", behavior: "instant" });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".choice button");
  if (!button) return;
  if (button.dataset.step) step(Number(button.dataset.step));
  else if (button.dataset.do === "leave") choose({ who: "", kind: "" });
  else fold();
});

document.addEventListener("keydown", (event) => {
  const elsewhere = event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, pre");
  if (elsewhere || !bar() || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  event.preventDefault();
  step((event.key === "ArrowRight") === (document.dir !== "rtl") ? 1 : -1);
});
