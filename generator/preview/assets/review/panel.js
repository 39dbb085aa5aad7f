/* What is seen of the review: built once, in a shadow tree, and filled from the state.
 *
 * Everything that comes from a text is put in as text, never as HTML.
 */

const TARGETS = {
  attribution: ["statement", "statements"],
  assertion: ["key assertion", "key assertions"],
  speaker: ["speaker", "speakers"],
  fact: ["fact", "facts"],
  "account-pair": ["differing account", "differing accounts"],
};
const STATUS = { machine: "not reviewed", confirmed: "accepted", edited: "corrected", rejected: "rejected" };
const HOW = ["says", "denies", "asks", "calls-for", "promises", "threatens", "accuses", "predicts", "announces", "other"];
const UNSAID = { "": "it was said", negated: "no: it is negated", supposed: "no: it is supposed", asked: "no: it is asked", doubted: "no: it is doubted", invented: "no: it is invented" };
const KINDS = { person: "person", organisation: "organisation", group: "group", unnamed: "unnamed source", document: "document" };
const LISTS = { person: "People", organisation: "Organisations", place: "Places" };
const FIELDS = { name: "Name (another’s merges the two)", title: "Title", kind: "What it is", date: "Date (2031-05-04 or 4 May 2031)", number: "Number (16, 4.4 million, 14 %, $4.4 million)", unit: "Unit", about: "What it is about", wording: "Your own words for it", verdict: "Verdict", link: "Where the verdict is explained", subject: "What they differ about" };
const MOST_LISTED = 60;

/* name, attributes, children: texts and elements; an attribute that is false is left out. */
function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== false && value !== null) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

/* A button with its key; it does not take the selection of the page away. */
function button(label, key, action, attributes = {}) {
  const hint = key ? [make("kbd", { "aria-hidden": "true" }, key)] : [];
  const made = make("button", { type: "button", "aria-keyshortcuts": key || null, ...attributes }, make("span", {}, label), ...hint);
  made.addEventListener("mousedown", (event) => event.preventDefault());
  made.addEventListener("click", action);
  return made;
}

function field(label, input) {
  return make("label", {}, make("span", {}, label), input);
}

function described(one) {
  const sure = one.confidence === null || one.status !== "machine" ? "" : `${Math.round(one.confidence * 100)} % sure`;
  const who = one.target === "attribution" || one.target === "assertion" ? one.speakers.join("; ") || "nobody named" : "";
  const by = [one.by && `by ${one.by}`, one.at && `on ${one.at}`].filter(Boolean).join(" ");
  const status = [STATUS[one.status], one.status === "machine" ? "" : by].filter(Boolean).join(" ");
  const unsaid = one.not_said ? `nobody said it: ${one.not_said}` : "";
  const how = !one.how || one.how === "says" ? "" : one.how;
  return [one.kind, who, one.says === "says" ? "" : one.says, how, unsaid, sure, status].filter(Boolean).join(" · ");
}

class Panel {
  constructor(actions) {
    this.actions = actions;
    this.host = document.createElement("briefing-review");
    this.shadow = this.host.attachShadow({ mode: "open" });
    this.opener = button("Review", "", () => actions.open(), { class: "opener" });
    this.panel = make("aside", { "aria-label": "Review", tabindex: "-1", hidden: true });
    this.panel.append(this.#head(), this.#chosen(), this.#forms(), this.#help(), this.#lists());
    this.shadow.append(make("link", { rel: "stylesheet", href: "/_preview/review.css" }), this.opener, this.panel);
  }

  #head() {
    this.progress = make("p", { class: "progress" });
    this.bar = make("progress", { "aria-hidden": "true", max: "1", value: "0" });
    this.kinds = make("select", { change: () => this.actions.filter(this.kinds.value, this.every.checked) });
    this.every = make("input", { type: "checkbox", change: () => this.actions.filter(this.kinds.value, this.every.checked) });
    this.order = make("select", { change: () => this.actions.order(this.order.value) }, make("option", { value: "text" }, "as in the text"), make("option", { value: "doubt" }, "least sure first"));
    return make(
      "header",
      {},
      make("h2", {}, "Review"),
      button("Close", "Esc", () => this.actions.close(), { class: "close", "aria-keyshortcuts": "Escape" }),
      this.progress,
      this.bar,
      make("div", { class: "filter" }, field("Kind", this.kinds), field("Order", this.order), make("label", { class: "check" }, this.every, "Show all, with those reviewed or rejected")),
    );
  }

  #chosen() {
    this.words = make("blockquote");
    this.facts = make("p", { class: "facts" });
    this.message = make("span");
    this.aloud = make("span", { class: "aloud" });
    const said = make("p", { class: "said", role: "status" }, this.message, " ", this.aloud);
    const { decide, move, ask } = this.actions;
    this.buttons = {
      accept: button("Accept", "a", () => decide("a")),
      reject: button("Reject", "r", () => decide("r")),
      attribute: button("Speaker", "s", () => ask("s")),
      tell: button("How", "h", () => ask("h")),
      alter: button("Change", "c", () => ask("c")),
      pair: button("Differs", "d", () => ask("d")),
      lead: button("Lead", "l", () => decide("l")),
      paragraph: button("Accept paragraph", "A", () => decide("A"), { "aria-keyshortcuts": "Shift+A" }),
      batch: button("Sure quotations", "Q", () => decide("Q"), { "aria-keyshortcuts": "Shift+Q" }),
      growStart: button("earlier", "{", () => decide("{"), { "aria-label": "start earlier" }),
      shrinkStart: button("later", "}", () => decide("}"), { "aria-label": "start later" }),
      shrinkEnd: button("earlier", "[", () => decide("["), { "aria-label": "end earlier" }),
      growEnd: button("later", "]", () => decide("]"), { "aria-label": "end later" }),
      part: button("Part", "e", () => this.actions.part(), { "aria-label": "edges of another part" }),
      add: button("Add", "m", () => ask("m")),
      undo: button("Undo", "u", () => decide("u")),
    };
    const { accept, reject, attribute, tell, alter, pair, lead, paragraph, batch, growStart, shrinkStart, shrinkEnd, growEnd, part, add, undo } = this.buttons;
    const group = (label, ...parts) => make("div", { role: "group", "aria-label": label }, ...parts);
    const edge = (label, ...parts) => group(label, make("span", { class: "edge", "aria-hidden": "true" }, label), ...parts);
    const groups = make(
      "div",
      { class: "groups" },
      group("Go", button("Previous", "p", () => move(-1)), button("Next", "n", () => move(1))),
      group("Decide", accept, reject, attribute, tell, alter, pair, lead),
      group("Decide several", paragraph, batch),
      edge("Start", growStart, shrinkStart),
      edge("End", shrinkEnd, growEnd),
      group("Split quotation", part),
      group("More", add, undo, button("Help", "?", () => ask("?"))),
    );
    return make("section", { "aria-label": "Chosen annotation" }, this.words, this.facts, groups, said);
  }

  #forms() {
    this.names = make("datalist", { id: "names" });
    const options = (pairs) => pairs.map(([value, text]) => make("option", { value }, text));
    const name = () => make("input", { list: "names", autocomplete: "off", placeholder: "several: a; b" });
    this.speaker = name();
    const newcomer = () => make("select", {}, ...options([["", "as the name looks"], ...Object.entries(KINDS)]));
    this.speakerKind = newcomer();
    const speakers = [field("Who says it", this.speaker), field("What a new name is", this.speakerKind)];
    this.#numbered(speakers);
    this.attribute = this.#form("Change speaker", speakers, () => this.actions.attribute(this.speaker.value, this.speakerKind.value));
    this.how = make("select", {}, ...options(HOW.map((one) => [one, one.replace("-", " ")])));
    this.unsaid = make("select", {}, ...options(Object.entries(UNSAID)));
    const manner = [field("How it is said", this.how), field("Whether it was said", this.unsaid)];
    this.#numbered(manner);
    this.tell = this.#form("Tell how it is said", manner, () => this.actions.tell(this.how.value, this.unsaid.value));
    this.alterFields = make("div", { class: "fields" });
    this.alter = this.#form("Change", [this.alterFields], () => this.actions.alter(this.#written()));
    this.subject = make("input", { autocomplete: "off", required: true });
    this.pair = this.#form("These two differ", [field("About what", this.subject)], () => this.actions.pair(this.subject.value));
    this.newWords = make("input", { autocomplete: "off", required: true });
    const marks = [["attribution", "Statement"], ["assertion", "Key assertion"], ["person", "Person"], ["organisation", "Organisation"], ["place", "Place"]];
    this.newKind = make("select", { change: () => this.fitAdd() }, ...options(marks));
    this.newSpeaker = name();
    this.newSpeakerKind = newcomer();
    this.newCue = make("input", { autocomplete: "off", placeholder: "said, told the council" });
    this.newName = make("input", { list: "names", autocomplete: "off" });
    const fields = [field("Words of the text", this.newWords), field("What they are", this.newKind)];
    const [who, kind] = (this.saidFields = [field("Who says it", this.newSpeaker), field("What a new name is", this.newSpeakerKind)]);
    this.cueField = field("Reporting words", this.newCue);
    this.nameField = field("Name, where it is not these words", this.newName);
    this.#numbered([...fields, who, this.cueField, kind]);
    this.#reachable(this.nameField, 3);
    this.add = this.#form("Mark words", [...fields, who, this.cueField, kind, this.nameField], () => this.actions.add(this.#marked()));
    this.fitAdd();
    this.offers = make("div", { class: "row", role: "group", "aria-label": "Who may be meant" });
    return make("div", { class: "forms" }, this.names, this.attribute, this.tell, this.alter, this.pair, this.add, this.offers);
  }

  /* Of a statement the form asks who says it and how, of a key assertion who; of a name how it is spelt. */
  fitAdd() {
    const what = this.newKind.value;
    const said = what === "attribution" || what === "assertion";
    for (const label of this.saidFields) label.hidden = !said;
    this.cueField.hidden = what !== "attribution";
    this.nameField.hidden = said;
  }

  /* What the form to mark words says; fields that are hidden say nothing. */
  #marked() {
    const told = (input) => (input.parentElement.hidden ? "" : input.value.trim());
    return { words: this.newWords.value, what: this.newKind.value, who: told(this.newSpeaker), kind: told(this.newSpeakerKind), reporting: told(this.newCue), name: told(this.newName) };
  }

  /* A field for all that can be written anew of the chosen one, with what stands now. */
  alterable({ fields, target }) {
    const kinds = Object.entries(target === "speaker" ? KINDS : LISTS);
    const labels = Object.entries(fields).map(([name, value]) => {
      const input =
        name === "kind"
          ? make("select", { name }, ...kinds.map(([kind, text]) => make("option", { value: kind }, text)))
          : make("input", { autocomplete: "off", name, list: name === "name" ? "names" : null });
      input.value = value;
      return field(name === "kind" && target !== "speaker" ? "Listed among" : FIELDS[name], input);
    });
    this.#numbered(labels);
    this.alterFields.replaceChildren(...labels);
    return labels[0]?.lastChild;
  }

  #written() {
    return Object.fromEntries([...this.alterFields.querySelectorAll("input, select")].map((input) => [input.name, input.value.trim()]));
  }

  #numbered(labels) {
    labels.forEach((label, number) => this.#reachable(label, number + 1));
  }

  /* Alt and a digit lead to a field of a form, from any other one. */
  #reachable(label, number) {
    const input = label.lastChild;
    input.dataset.number = number;
    input.setAttribute("aria-keyshortcuts", `Alt+${number}`);
    label.firstChild.append(make("kbd", { "aria-hidden": "true" }, `Alt ${number}`));
  }

  /* Goes to a field of the form that is open; false where there is none of that number. */
  field(number) {
    const form = [this.attribute, this.tell, this.alter, this.pair, this.add].find((one) => !one.hidden);
    const found = form?.querySelector(`label:not([hidden]) > [data-number="${number}"]`);
    found?.focus();
    return Boolean(found);
  }

  /* The names that may be meant instead of new ones: a click puts one in its place. */
  offer(asks) {
    const input = this.#named();
    const put = (name, meant) => () => {
      const typed = input.value.split(";").map((one) => (one.trim().replace(/\s+/g, " ") === name ? meant : one.trim()));
      input.value = typed.join("; ") || meant;
      this.offers.replaceChildren();
      input.focus();
    };
    const offers = Object.entries(asks).flatMap(([name, known]) => known.map((meant) => button(meant, "", put(name, meant))));
    this.offers.replaceChildren(...offers);
  }

  /* The field of the open form that takes a name. */
  #named() {
    if (!this.attribute.hidden) return this.speaker;
    if (!this.alter.hidden) return this.alterFields.querySelector("[name=name]");
    return this.nameField.hidden ? this.newSpeaker : this.newName;
  }

  #form(label, fields, submit) {
    const form = make("form", { "aria-label": label, hidden: true }, ...fields);
    form.append(make("div", { class: "row" }, make("button", { type: "submit" }, make("span", {}, label)), button("Cancel", "Esc", () => this.actions.leave(), { "aria-keyshortcuts": "Escape" })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      submit();
    });
    return form;
  }

  #help() {
    const keys = [["n p", "next, previous"], ["a r", "accept, reject"], ["s", "change the speaker"], ["h", "how it is said, and whether at all"], ["c", "change name, title, kind, verdict, date, number"], ["d", "two statements differ: on the one, then on the other"], ["l", "let a key assertion lead: next in your order"], ["A", "accept all of the paragraph"], ["Q", "show the sure direct quotations; once more accepts them"], ["{ }", "start earlier, later"], ["[ ]", "end earlier, later"], ["e", "edges of the next part of a split quotation"], ["k", "choose the kind; Esc leads back"], ["Alt 1 – 5", "in a form: its fields"], ["m +", "mark what is selected"], ["u", "undo"], ["?", "this help"], ["Esc", "leave a form, close"]];
    const rows = keys.flatMap(([key, text]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, text)]);
    const note = make("p", {}, "Click any marked words to choose them. The keys work while this panel is open and no field is being filled in.");
    this.help = make("section", { "aria-label": "Keys", class: "help", hidden: true }, make("dl", {}, ...rows), note);
    return this.help;
  }

  #lists() {
    this.count = make("summary");
    this.list = make("ol");
    this.lost = make("div", { class: "lost" });
    return make("div", { class: "lists" }, this.lost, make("details", { open: innerWidth > 900 }, this.count, this.list));
  }

  // --- filling ---

  /* A message for everybody; and for who hears the page, what everybody sees above it. */
  say(text, aloud = "") {
    // The same words twice are news all the same.
    this.message.textContent = text && text === this.message.textContent ? `${text}\u00a0` : text;
    this.aloud.textContent = aloud;
  }

  fill({ state, chosen, target, every, queue }) {
    this.opener.firstChild.textContent = state.waiting.length ? `Review: ${state.waiting.length} left` : "Review";
    this.#fillProgress(state, target, every);
    this.#fillChosen(chosen, state);
    this.names.replaceChildren(...state.speakers.map((value) => make("option", { value })));
    this.#fillList(queue, chosen, every);
    this.#fillLost(state.lost);
  }

  #fillProgress({ progress }, target, every) {
    const own = progress.find((one) => one.target === target) ?? { reviewed: 0, total: 0, rejected: 0, unsaid: 0 };
    const aside = [own.rejected && `${own.rejected} rejected`, own.unsaid && `${own.unsaid} that nobody said`];
    const reviewed = `${own.reviewed} of ${own.total} ${TARGETS[target][own.total === 1 ? 0 : 1]} reviewed`;
    this.progress.textContent = [reviewed, ...aside.filter(Boolean)].join(", ");
    this.bar.max = own.total || 1;
    this.bar.value = own.reviewed;
    const options = progress.map(({ target: value, reviewed, total }) => make("option", { value }, `${TARGETS[value][1]} (${total - reviewed} left)`));
    this.kinds.replaceChildren(...options);
    this.kinds.value = target;
    this.every.checked = every;
  }

  #fillChosen(chosen, state) {
    if (chosen?.told.length) this.words.replaceChildren(...chosen.told.map(([text, role]) => (role ? make("mark", { class: role }, text) : text)));
    else this.words.textContent = chosen ? chosen.words : "Nothing is chosen. Press n, or click marked words.";
    this.words.classList.toggle("none", !chosen);
    this.facts.textContent = chosen ? described(chosen) : "";
    const can = (what) => Boolean(chosen?.can.includes(what));
    for (const [name, made] of Object.entries(this.buttons)) {
      if (name === "undo") this.#enable(made, Boolean(state.undo));
      else if (name === "batch" || name === "paragraph") this.#enable(made, state.waiting.length > 0);
      else if (name === "part") this.#enable(made, can("resize") && chosen.parts > 1);
      else if (name !== "add") this.#enable(made, can(name in { accept: 1, reject: 1, attribute: 1, tell: 1, alter: 1, pair: 1, lead: 1 } ? name : "resize"));
    }
    this.buttons.undo.title = state.undo ? `Take back: ${state.undo}` : "";
  }

  /* A button that is focused stays so, though there is nothing to do for it just now. */
  #enable(made, enabled) {
    made.setAttribute("aria-disabled", String(!enabled));
  }

  #fillList(queue, chosen, every) {
    const focused = this.shadow.activeElement?.dataset?.key;
    this.count.textContent = every ? `All: ${queue.length}` : `Not reviewed, ${this.order.selectedOptions[0].textContent}: ${queue.length}`;
    const rows = queue.slice(0, MOST_LISTED).map((one) => this.#row(one, one === chosen));
    const more = queue.length - rows.length;
    this.list.replaceChildren(...rows, ...(more > 0 ? [make("li", { class: "more" }, `and ${more} more`)] : []));
    if (focused) this.list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  #row(one, current) {
    const line = make("button", { type: "button", "data-key": one.key, "aria-current": current ? "true" : null }, make("span", { class: "words" }, one.words), make("span", { class: "facts" }, described(one)));
    line.addEventListener("click", () => this.actions.choose(one.key));
    return make("li", {}, line);
  }

  #fillLost(lost) {
    const heading = lost.length ? [make("h3", {}, lost.length === 1 ? "A correction lost its words" : `${lost.length} corrections lost their words`)] : [];
    this.lost.replaceChildren(...heading, ...lost.map((one) => this.#lostOne(one)));
  }

  #lostOne(one) {
    const places = one.candidates.map(({ before, words, behind }, number) =>
      make("li", {}, make("p", {}, `… ${before} `, make("strong", {}, words), ` ${behind} …`), button("It is these words", "", () => this.actions.place(one.correction, number))),
    );
    const what = `${one.action} ${one.target}`.replaceAll("-", " ");
    return make("section", { "aria-label": `Lost: ${what}` }, make("p", {}, make("em", {}, what), `: ${one.words}`), make("p", { class: "facts" }, one.message), make("ul", {}, ...places), button("Take the correction out", "", () => this.actions.withdraw(one.correction)));
  }
}
