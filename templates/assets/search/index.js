// The index: parts are plain scripts that call `briefingSearch`, in no order; the page sorts them.

const entries = [];
const arrived = [];

window.briefingSearch = (found) => {
  for (const entry of found) entries.push(prepared(entry));
  entries.sort((one, other) => (one.date < other.date ? 1 : -1));
  arrived.forEach((listener) => listener());
};

// Upper and lower case, and accents, count alike; each character stays in its place.
function folded(text) {
  return text.replace(/[A-Z]|[^\x00-\x7f]/g, (char) => {
    const plain = char.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    if (char === "’" || char === "‘") return "'";
    return plain.length === 1 ? plain : char;
  });
}

function prepared(entry) {
  const said = entry.said.map(([who, kind, spans, place, told, uncertain, via]) => ({
    who: who.map((number) => entry.speakers[number]),
    kind,
    spans,
    place,
    told,
    uncertain,
    via,
    text: folded(spans.map(([start, end]) => entry.text.slice(start, end)).join(" … ")),
  }));
  return { ...entry, said, folded: folded(entry.text), head: folded([entry.title, entry.summary, ...entry.tags].join("\n")) };
}

function loadParts(paths, root, finished) {
  let left = paths.length;
  const done = () => --left || finished();
  for (const path of paths) {
    const script = document.createElement("script");
    script.src = root + path;
    script.onload = script.onerror = done;
    document.head.append(script);
  }
}
