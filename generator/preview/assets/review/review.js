/* A review of the page: which annotation is chosen, what the keys do, what is written. */

const KEPT = "briefing-review"; // in the tab: whether the panel is open
const RESIZE = { "[": ["end", -1], "]": ["end", 1], "{": ["start", -1], "}": ["start", 1] };
const DONE = { a: "Accepted.", r: "Rejected.", u: "Taken back." };

let state = null;
let chosen = null; // a key
let target = "attribution";
let every = false;
let batch = false; // whether the sure direct quotations alone are shown, to be skimmed
let against = null; // the statement that another one is to differ from
let place = 0; // in the queue, of what was chosen last
let selection = null; // the last range that was selected in the article
let parts = []; // of the form's words, while they are as selected

const byKey = (key) => state?.annotations.find((one) => one.key === key) ?? null;

/* What next and previous go through. */
function queue() {
  const waiting = state.waiting.map(byKey).filter((one) => one?.target === target);
  const all = every ? state.annotations.filter((one) => one.target === target) : waiting;
  const shown = batch ? all.filter((one) => one.sure && waiting.includes(one)) : all;
  return panel.order.value === "text" ? shown.toSorted((one, other) => one.start - other.start) : shown;
}

// --- one thing after the other -------------------------------------------------

let line = Promise.resolve();

function then(step) {
  line = line.then(step).catch((error) => console.warn("briefing review:", error));
  return line;
}

// --- in the page ----------------------------------------------------------------

const HERE = "data-review-here";

function elementsOf(one) {
  if (!one) return [];
  if (one.marks) return [...document.querySelectorAll(`[data-id="${CSS.escape(one.marks)}"]`)];
  const found = one.fragment && document.getElementById(one.fragment);
  return found ? [found] : [];
}

function mark() {
  const wanted = new Set(isOpen() ? elementsOf(byKey(chosen)) : []);
  for (const old of document.querySelectorAll(`[${HERE}]`)) if (!wanted.has(old)) old.removeAttribute(HERE);
  for (const element of wanted) element.setAttribute(HERE, "");
  return [...wanted][0];
}

function show() {
  const first = mark();
  first?.closest("details")?.setAttribute("open", "");
  first?.scrollIntoView({ block: innerWidth > 900 ? "center" : "start", behavior: "instant" });
}

// --- choosing ---------------------------------------------------------------------

function fill() {
  panel.fill({ state, chosen: byKey(chosen), target, every, queue: queue() });
  mark();
}

function choose(key, said = "") {
  if (key !== chosen) inner = -1;
  chosen = key;
  const one = byKey(key);
  if (one) target = one.target;
  const at = queue().indexOf(one);
  if (at >= 0) place = at;
  fill();
  show();
  panel.say(said, one ? `${one.words}. ${described(one)}` : "");
}

/* Chooses another one; a form that was filled in for the one before is closed, never written to this one. */
function turnTo(key, said = "") {
  if (key !== chosen) for (const form of [panel.attribute, panel.tell, panel.alter, panel.pair]) form.hidden = true;
  choose(key, said);
}

function move(step, said = "") {
  const keys = queue().map((one) => one.key);
  if (!keys.length) {
    chosen = said ? null : chosen;
    fill();
    panel.say(`${said} No ${TARGETS[target][1]} are left to review.`.trim());
    return;
  }
  const at = keys.indexOf(chosen);
  const next = at >= 0 ? at + step : step > 0 ? place : place - 1;
  turnTo(keys.at(next % keys.length), said);
}

function filter(kind, all) {
  [target, every, place, batch] = [kind, all, 0, false];
  fill();
  panel.say(panel.progress.textContent);
}

// --- deciding -----------------------------------------------------------------------

let asked = null; // the decision whose new names the preview asked about; the same names once more are meant

const namesIn = ({ do: what, on, speakers, parts, name, values }) => JSON.stringify([what, on, speakers, parts, name, values?.name]);

/* Takes over what the preview answers; true where it has written. */
function take(answer) {
  if (answer.state) state = answer.state;
  if (!byKey(chosen)) chosen = null;
  if (answer.status !== 200) {
    if (state) fill();
    panel.say(answer.message);
  }
  return answer.status === 200;
}

async function decide(decision, said) {
  const insisted = namesIn(decision);
  const answer = await askDecision(state, insisted === asked ? { ...decision, new: true } : decision);
  asked = answer.asks ? insisted : null;
  panel.offer(answer.asks ?? {});
  if (!take(answer)) return false;
  choose(state.chosen, said);
  return true;
}

async function judge(key) {
  const decision = { do: key === "a" ? "accept" : "reject", on: chosen };
  if (take(await askDecision(state, decision))) move(1, DONE[key]);
}

/* Several at once, all or none; what was read through is accepted together. */
async function acceptAll(keys, what) {
  if (!keys.length) return panel.say(`Nothing is left to accept ${what}.`);
  if (take(await askDecision(state, { do: "accept-all", on: keys }))) {
    batch = false;
    move(1, `${keys.length} accepted.`);
  }
}

const waitingStatements = () => state.waiting.map(byKey).filter((one) => one?.target === "attribution");

async function acceptParagraph() {
  const here = byKey(chosen);
  if (!here) return panel.say("Choose an annotation first: press n, or click marked words.");
  const keys = waitingStatements().filter((one) => one.paragraph === here.paragraph).map((one) => one.key);
  await acceptAll(keys, "in this paragraph");
}

/* First they are listed, to be skimmed; the same key once more accepts those listed. */
async function acceptSure() {
  const sure = waitingStatements().filter((one) => one.sure);
  if (batch) return acceptAll(sure.map((one) => one.key), "of sure quotations");
  if (!sure.length) return panel.say("No sure direct quotations are left.");
  [batch, target, every] = [true, "attribution", false];
  fill();
  panel.say(`${sure.length} sure direct quotations are listed. Skim them; Q once more accepts them all.`);
}

function needsChoice(what) {
  const able = Boolean(byKey(chosen)?.can.includes(what));
  if (!able) panel.say(chosen ? "That cannot be done with this one." : "Choose an annotation first: press n, or click marked words.");
  return able;
}

let inner = -1; // the part of a split quotation whose edges move; -1 are the outer ones

/* The part whose edges move, of what is chosen now. */
const partNow = () => (inner < (byKey(chosen)?.parts ?? 1) ? inner : -1);

/* From the outer edges to those of each part, and back to the outer ones. */
function nextPart() {
  const parts = byKey(chosen)?.parts ?? 1;
  if (!needsChoice("resize")) return;
  if (parts < 2) {
    panel.say("This one has a single part.");
    return;
  }
  inner = partNow() + 1 < parts ? partNow() + 1 : -1;
  panel.say(inner < 0 ? "The brackets move the outer edges." : `The brackets move the edges of part ${inner + 1} of ${parts}.`);
}

function press(key) {
  return then(async () => {
    if (!state) return;
    if (key === "a" && needsChoice("accept")) await judge(key);
    else if (key === "r" && needsChoice("reject")) await judge(key);
    else if (key === "A") await acceptParagraph();
    else if (key === "Q") await acceptSure();
    else if (key === "l" && needsChoice("lead")) await decide({ do: "lead", on: chosen }, "It leads, behind those that led before.");
    else if (key === "u") await decide({ do: "undo" }, DONE.u);
    else if (key in RESIZE && needsChoice("resize")) {
      const [edge, words] = RESIZE[key];
      await decide({ do: "resize", on: chosen, edge, words, part: partNow() }, "Moved.");
    }
  });
}

// --- forms ------------------------------------------------------------------------

const asOne = (several) => several.map(({ exact }) => exact.replace(/\s+/g, " ")).join(" … ");
const names = (text) => text.split(";").map((name) => name.trim()).filter(Boolean);
const forms = () => [panel.attribute, panel.tell, panel.alter, panel.pair, panel.add, panel.help];

function unfold(part, first) {
  for (const other of forms()) other.hidden = other !== part;
  first?.focus();
  if (part && !part.hidden) part.scrollIntoView({ block: "nearest" });
}

/* Closes what is unfolded; false where nothing is. */
function leave() {
  panel.offer({});
  const open = forms().find((part) => !part.hidden);
  if (!open) return false;
  const inside = open.contains(panel.shadow.activeElement);
  open.hidden = true;
  const name = ["add", "tell", "alter", "pair"].find((one) => panel[one] === open) ?? "attribute";
  if (inside) panel.buttons[name].focus();
  return true;
}

let opening = false; // a form is about to take the keys

function openForm(key) {
  if (key === "?") unfold(panel.help.hidden ? panel.help : null);
  else if (key === "m") openAdd();
  else {
    opening = true;
    then({ h: openTell, c: openAlter, d: openPair }[key] ?? openAttribute).finally(() => { opening = false; });
  }
}

function openAdd() {
  parts = partsOf(selection);
  panel.newWords.value = asOne(parts);
  panel.newSpeaker.value = "";
  panel.newSpeakerKind.value = "";
  panel.newCue.value = "";
  panel.newName.value = "";
  unfold(panel.add, !parts.length ? panel.newWords : panel.nameField.hidden ? panel.newSpeaker : panel.newName);
}

/* Only once all is decided that was asked for: of whom, is known no sooner. */
function openAttribute() {
  if (!needsChoice("attribute")) return;
  panel.speaker.value = byKey(chosen).speakers.join("; ");
  panel.speakerKind.value = "";
  unfold(panel.attribute, panel.speaker);
  panel.speaker.select();
}

function openTell() {
  if (!needsChoice("tell")) return;
  const one = byKey(chosen);
  panel.how.value = one.how;
  panel.unsaid.value = one.not_said ?? "";
  unfold(panel.tell, panel.how);
}

function openAlter() {
  if (!needsChoice("alter")) return;
  const first = panel.alterable(byKey(chosen));
  unfold(panel.alter, first);
  first?.select();
}

function alter(values) {
  then(async () => {
    if (needsChoice("alter") && (await decide({ do: "alter", on: chosen, values }, "Changed."))) leave();
  });
}

function openPair() {
  if (!needsChoice("pair")) return;
  if (!byKey(against) || against === chosen) {
    against = chosen;
    panel.say("Now choose the statement that differs from it, and press d again.");
    return;
  }
  panel.subject.value = "";
  unfold(panel.pair, panel.subject);
}

function pair(subject) {
  then(async () => {
    if (byKey(against) && (await decide({ do: "pair", on: against, other: chosen, subject }, "They stand side by side."))) {
      against = null;
      leave();
    }
  });
}

function tell(how, unsaid) {
  then(async () => {
    if (needsChoice("tell") && (await decide({ do: "tell", on: chosen, how, not_said: unsaid || null }, "Told."))) leave();
  });
}

function attribute(text, kind) {
  then(async () => {
    if (needsChoice("attribute") && (await decide({ do: "attribute", on: chosen, speakers: names(text), kind: kind || null }, "Speaker changed."))) leave();
  });
}

function add({ words, what, who, kind, reporting, name }) {
  then(async () => {
    const meant = words === asOne(parts) ? parts : [{ exact: words }];
    const cue = reporting ? { exact: reporting } : null;
    if (await decide({ do: "add", what, parts: meant, speakers: names(who), kind: kind || null, cue, name }, "Marked.")) leave();
  });
}

// --- opening ----------------------------------------------------------------------

const isOpen = () => !panel.panel.hidden;

function setOpen(open) {
  panel.panel.hidden = !open;
  panel.opener.hidden = open;
  panel.host.toggleAttribute("data-open", open);
  try {
    sessionStorage.setItem(KEPT, open ? "open" : "");
  } catch {
    // A browser that keeps nothing: the panel is then closed on the next page.
  }
  mark();
}

function open() {
  setOpen(true);
  panel.panel.focus({ preventScroll: true });
}

function close() {
  leave();
  const inside = panel.shadow.activeElement !== null;
  setOpen(false);
  if (inside) panel.opener.focus();
}

const panel = new Panel({
  open,
  close,
  leave,
  filter,
  move: (step) => then(() => state && move(step)),
  choose: (key) => then(() => turnTo(key)),
  decide: press,
  part: () => then(nextPart),
  ask: openForm,
  order: () => {
    place = 0;
    fill();
  },
  attribute,
  tell,
  alter,
  pair,
  add,
  place: (correction, candidate) => then(() => decide({ do: "place", correction, candidate }, "Anchored.")),
  withdraw: (correction) => then(() => decide({ do: "withdraw", correction }, "Taken out.")),
});

// --- keys and clicks ----------------------------------------------------------------

/* Brackets may need Alt or AltGr; no other key of ours does. */
function keyOf(event) {
  if (event.isComposing || event.defaultPrevented || event.metaKey) return "";
  const other = event.ctrlKey || event.altKey;
  return other && !(event.key in RESIZE) ? "" : event.key;
}

const isField = (element) => element instanceof Element && element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]:not([contenteditable=false])");

document.addEventListener("keydown", (event) => {
  if (!isOpen() || !state) return;
  if (event.altKey && /^Digit[1-5]$/.test(event.code) && panel.field(event.code.at(-1))) {
    event.preventDefault();
    return;
  }
  const key = keyOf(event);
  if (key === "Escape" && panel.shadow.activeElement === panel.kinds) {
    panel.panel.focus({ preventScroll: true });
    event.preventDefault();
    return;
  }
  if (key === "Escape") {
    if (!leave()) close();
    event.preventDefault();
    return;
  }
  const inKinds = panel.shadow.activeElement === panel.kinds && (key === "n" || key === "p");
  if (opening || (isField(event.composedPath()[0]) && !inKinds)) return;
  if (key === "n" || key === "p") then(() => move(key === "n" ? 1 : -1));
  else if (key === "s" || key === "h" || key === "c" || key === "d" || key === "m" || key === "+" || key === "?") openForm(key === "+" ? "m" : key);
  else if (key === "e") then(nextPart);
  else if (key === "k") panel.kinds.focus();
  else if (key === "a" || key === "r" || key === "A" || key === "Q" || key === "u" || key === "l" || key in RESIZE) press(key);
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (!isOpen() || !state || event.composedPath().includes(panel.host)) return;
  const id = event.target.closest?.("[data-id]")?.dataset.id;
  const one = id && state.annotations.find(({ marks }) => marks === id);
  if (one) then(() => turnTo(one.key));
});

document.addEventListener("selectionchange", () => {
  const now = getSelection();
  if (now.rangeCount && !now.isCollapsed && article()?.contains(now.getRangeAt(0).commonAncestorContainer)) selection = now.getRangeAt(0).cloneRange();
});
document.addEventListener("pointerdown", (event) => {
  if (!event.composedPath().includes(panel.host)) selection = null;
});

// --- keeping up ---------------------------------------------------------------------

const PATIENCE = 30; // times, a second each, that a text which is being made is asked for again

async function refresh(patience = PATIENCE) {
  const answer = await askState();
  if (answer.status === 409 && patience) setTimeout(() => then(() => refresh(patience - 1)), 1000);
  else if (answer.status !== 200) take(answer);
  else {
    state = answer.state;
    panel.host.hidden = !state;
    if (!state) return;
    if (!byKey(chosen)) chosen = null;
    if (!state.progress.some((one) => one.target === target)) target = state.progress[0]?.target ?? target;
    fill();
  }
}

panel.host.hidden = true;
const sheet = make("link", { rel: "stylesheet", href: "/_preview/review-page.css" });
document.head.append(sheet);
document.body.prepend(panel.host);
document.addEventListener("briefing:updated", () => then(() => refresh()));
try {
  setOpen(sessionStorage.getItem(KEPT) === "open");
} catch {
  setOpen(false);
}
then(() => refresh());
