// The page: a form, its state behind the hash, the results as they come in.

const page = document.getElementById("search");
const form = page.querySelector("form");
const results = document.getElementById("results");
const found = document.getElementById("found");
const PAGE = 10;
const FURTHER = 20; // as many pages are read for one that is shown, where not all that may match do
let shown = PAGE;
let turn = 0; // what was asked last

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// The text with each term in a `mark`.
function marked(text, terms) {
  const plain = folded(text);
  const hits = terms.flatMap((term) => {
    const places = [];
    for (let at = placeOf(term, plain); at >= 0; at = placeOf(term, plain, at + term.length)) places.push([at, at + term.length]);
    return places;
  });
  hits.sort((one, other) => one[0] - other[0]);
  const parts = [];
  let at = 0;
  for (const [start, end] of hits) {
    if (start < at) continue;
    parts.push(text.slice(at, start), element("mark", {}, text.slice(start, end)));
    at = end;
  }
  return [...parts, text.slice(at)];
}

const href = (entry, place) => `${page.dataset.root}${entry.address.split("/").map(encodeURIComponent).join("/")}/index.html${place ? `#${encodeURIComponent(place)}` : ""}`;

const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });

// What is quoted stands by itself; anything else in the sentence that reports it.
function toldIn(entry, one, terms) {
  const clean = (start, end) => marked(entry.text.slice(start, end).replace(/\s+/g, " "), terms);
  if (!one.told.length) return one.spans.flatMap(([start, end], n) => [n ? " … " : "", ...clean(start, end)]);
  return one.told.flatMap(([from, to], n) => {
    const parts = [n ? " … " : ""];
    let at = from;
    for (const [start, end] of one.spans) {
      if (start < at || end > to) continue;
      parts.push(...clean(at, start), element("span", { class: "w" }, ...clean(start, end)));
      at = end;
    }
    return [...parts, ...clean(at, to)];
  });
}

function hit(entry, one, terms) {
  const words = page.dataset;
  const via = one.via.length && words.via.replace("{names}", one.via.join(", "));
  const about = [one.who.join(", ") || words.nobody, via, one.uncertain && words.uncertain].filter(Boolean).join(", ");
  const quote = element("a", { href: href(entry, one.place) }, ...toldIn(entry, one, terms));
  return element("p", { class: "hit", lang: entry.lang, dir: "auto" }, quote, element("span", { class: "meta" }, ` – ${about}`));
}

function result({ entry, said, around }, terms) {
  const title = element("h2", { lang: entry.lang, dir: "auto" }, element("a", { href: href(entry) }, ...marked(entry.title, terms)));
  const item = element("li", {}, title, element("p", { class: "meta" }, entry.date && day.format(new Date(entry.date))));
  said.slice(0, 4).forEach((one) => item.append(hit(entry, one, terms)));
  const text = around && passage(entry, around);
  if (text) item.append(element("p", { class: "hit", lang: entry.lang, dir: "auto" }, ...marked(text, terms)));
  return item;
}

function asked() {
  const data = new FormData(form);
  return { terms: termsOf(data.get("query")), speaker: folded(data.get("speaker").trim()), kinds: data.getAll("kind") };
}

function say(text) {
  if (found.textContent !== text) found.textContent = text;
}

function counted(count, words) {
  if (!count && words === "many") return page.dataset.none;
  return page.dataset[count === 1 && words === "many" ? "one" : words].replace("{count}", count);
}

// Reads as many of those that may match as are to be shown; what is asked meanwhile goes before.
async function firstOf(candidates, wanted, mine) {
  const matches = [];
  let looked = 0;
  while (matches.length < shown && looked < Math.min(candidates.length, shown * FURTHER)) {
    const batch = candidates.slice(looked, looked + PAGE);
    const entries = await Promise.all(batch.map(entryOf));
    if (mine !== turn) return null;
    looked += batch.length;
    matches.push(...entries.filter(Boolean).map((entry) => match(entry, wanted)).filter(Boolean));
  }
  return { matches, looked };
}

async function render() {
  const mine = ++turn;
  const wanted = asked();
  const active = wanted.terms.length || wanted.speaker || wanted.kinds.length;
  if (!active) return show([], wanted, "", true);
  const waiting = setTimeout(() => { if (mine === turn) say(page.dataset.loading); }, 150);
  await ready;
  const { found: those, all } = mine === turn ? await candidates(wanted) : { found: [] };
  const first = mine === turn ? await firstOf(those, wanted, mine) : null;
  clearTimeout(waiting);
  if (mine !== turn || !first) return undefined;
  const { matches, looked } = first;
  const ended = looked >= those.length;
  const text = all ? counted(those.length, "many") : counted(matches.length, ended ? "many" : "soFar");
  return show(matches, wanted, text, ended && matches.length <= shown);
}

function show(matches, wanted, text, ended) {
  say(text);
  results.replaceChildren(...matches.slice(0, shown).map((match) => result(match, wanted.terms)));
  document.getElementById("more").hidden = ended;
}

function remember() {
  const data = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  history.replaceState(null, "", location.href.split("#")[0] + (`${data}` ? `#${data}` : ""));
}

function recall() {
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    for (const field of [...form.elements].filter((candidate) => candidate.name === name)) {
      if (field.type === "checkbox") field.checked ||= field.value === value;
      else field.value = value;
    }
  }
}

// As many names as one looks through.
async function nameSpeakers() {
  const { speaker } = asked();
  await ready;
  const names = (await namesLike(speaker)).slice(0, 50);
  if (speaker === asked().speaker) document.getElementById("names").replaceChildren(...names.map((name) => element("option", { value: name })));
}

form.addEventListener("input", () => { shown = PAGE; remember(); render(); });
form.elements.speaker.addEventListener("input", nameSpeakers);
form.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("more").addEventListener("click", () => { shown += PAGE; render(); });
addEventListener("hashchange", () => { recall(); render(); });

document.documentElement.classList.add("js");
const ready = readGroups(page.dataset.groups.split(" ").filter(Boolean), page.dataset.root);
recall();
render();
form.elements.query.focus();
