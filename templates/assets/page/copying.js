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

const linkTo = (id) => `${location.href.split("#")[0]}#${encodeURIComponent(id)}`;

function ownText(element) {
  const copied = element.cloneNode(true);
  all("[data-x]", copied).forEach((added) => added.remove());
  return copied.textContent.trim();
}

function quoted(note) {
  const spans = partsOf(note.dataset.q).filter((part) => part.matches(".said"));
  return spans.map(ownText).join(" ").replace(/\s+/g, " ");
}

const WRITERS = {
  link: (quote) => quote.link,
  quote: (quote) => `${quote.text} – ${quote.who}. ${quote.cite.plain} ${quote.link}`,
  markdown: (quote) => `> ${quote.text}\n>\n> – ${quote.who}, ${quote.cite.markdown} ([#](${quote.link}))`,
  bibtex: (quote) => quote.cite.bibtex.replace(/\n\s*url = .*|\n}$/g, "") + `\n  url = {${quote.link}},\n  note = {${quote.who}: ${quote.text}},\n}`,
};

function citations() {
  return Object.fromEntries(all("[data-cite]").map((pre) => [pre.dataset.cite, pre.textContent]));
}

function act(event, id, quote) {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  copy(WRITERS[button.dataset.copy]({ link: linkTo(id), cite: citations(), ...quote() }));
  say(button.dataset.done);
}

// The buttons come from a template of the page, once a note is opened.
function addActions(note) {
  const template = byId("note-actions");
  const place = all(".note-links", note)[0];
  if (!template || !place || all("button", place).length) return;
  place.append(template.content.cloneNode(true));
  const who = all(".note-head", note)[0].textContent.trim();
  place.addEventListener("click", (event) => act(event, `q${note.id.slice(1)}`, () => ({ text: quoted(note), who })));
}

for (const item of all(".assertions li")) {
  const id = decoded(all(".assertion-text", item)[0].hash);
  item.addEventListener("click", (event) => act(event, id, () => ({})));
}

for (const pre of all("[data-cite]")) {
  const template = byId("cite-actions");
  if (!template) break;
  pre.after(template.content.cloneNode(true));
  pre.nextElementSibling.addEventListener("click", (event) => {
    copy(pre.textContent);
    say(event.target.dataset.done);
  });
}
