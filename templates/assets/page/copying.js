// Copy a link, a quote with who said it, or a citation.

const status = document.createElement("p");
status.className = "status";
status.setAttribute("role", "status");
document.body.append(status);

function say(words) {
  status.textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { status.textContent = ""; }, 4000);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

// The page's own address, where the site knows it: a preview's would lead nobody anywhere.
const address = () => all("link[rel=canonical]")[0]?.href || location.href.split("#")[0];
const linkTo = (id) => `${address()}#${encodeURIComponent(id)}`;

function ownText(element) {
  const copied = element.cloneNode(true);
  all("[data-x]", copied).forEach((added) => added.remove());
  return copied.textContent.trim();
}

// The speaker's own words, in quotation marks, with what stands between them in the text marked as left
// out; of anything else the sentence that reports it, without.
function quoted(note) {
  const spans = partsOf(note.dataset.q).filter((part) => part.matches(".said"));
  const text = note.dataset.quote || spans.map(ownText).join(" ").replace(/\s+/g, " ");
  return /^["“„‟«»‹›‘]/.test(text) ? text : `“${text}”`;
}

const lineOf = (note, selector) => all(selector, note)[0]?.textContent.trim().replace(/\s+/g, " ") || "";

function quoteOf(note) {
  const who = lineOf(note, ".note-head");
  const told = note.dataset.told;
  const doubts = [told && lineOf(note, ".note-line"), lineOf(note, ".how.uncertain")].filter(Boolean).join("; ");
  return { text: told || quoted(note), by: doubts ? `${who} (${doubts})` : who };
}

const WRITERS = {
  link: (quote) => quote.link,
  quote: (quote) => `${quote.text} – ${quote.by}. ${quote.cite.plain} ${quote.link}`,
  markdown: (quote) => `> ${quote.text}\n>\n> – ${quote.by}, ${quote.cite.markdown} ([#](${quote.link}))`,
  bibtex: (quote) => quote.cite.bibtex.replace(/\n\s*url = .*|\n}$/g, "") + `\n  url = {${quote.link}},\n  note = {${quote.by}: ${quote.text}},\n}`,
};

function citations() {
  return Object.fromEntries(all("[data-cite]").map((pre) => [pre.dataset.cite, pre.textContent]));
}

// The buttons of a note come from a template of the page, once it is opened.
function addActions(note) {
  const template = byId("note-actions");
  const place = all(".note-links", note)[0];
  if (template && place && !all("button", place).length) place.append(template.content.cloneNode(true));
}

for (const pre of all("[data-cite]")) {
  const template = byId("cite-actions");
  if (template) pre.after(template.content.cloneNode(true));
}

// What a button copies: the citation above it, or something of the note or assertion it is in.
function copyable(button) {
  const kind = button.dataset.copy;
  if (kind === "text") return button.previousElementSibling.textContent;
  const note = button.closest(".note");
  if (!note) return linkTo(decoded(all(".assertion-text", button.closest("li"))[0].hash));
  return WRITERS[kind]({ link: linkTo(`q${note.id.slice(1)}`), cite: citations(), ...quoteOf(note) });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  copy(copyable(button));
  say(button.dataset.done);
});
