// The index: scripts that call `briefingSearch`, each read when it is needed. A group of briefings tells how
// its scripts are named; its words, which briefings hold them; its parts, what these say.

const arriving = new Map();
const groups = [];
let root = "";

// Resolves to what the script called with; to nothing where it cannot be read.
function read(path) {
  if (!arriving.has(path)) {
    arriving.set(path, new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = root + path;
      script.onload = () => resolve(script.found);
      script.onerror = () => resolve(undefined);
      document.head.append(script);
    }));
  }
  return arriving.get(path);
}

const receive = (found) => { document.currentScript.found = found; };
window.briefingSearch = (entries) => receive(entries.map(prepared));
window.briefingSearch.group = receive;
window.briefingSearch.words = receive;

async function readGroups(paths, folder) {
  root = folder;
  const found = await Promise.all(paths.map(read));
  found.forEach((group, number) => { if (group) groups.push({ ...group, number, places: placesIn(group.parts) }); });
}

// Of each briefing, the how manieth of its part it is.
function placesIn(parts) {
  const counts = new Map();
  return parts.map((part) => {
    const place = counts.get(part) || 0;
    counts.set(part, place + 1);
    return place;
  });
}

// The words of all groups that stand in one bucket with a word or its beginning.
function readWords(start) {
  const bucket = bucketOf(start);
  return Promise.all(groups.map(async (group) => {
    const number = bucket % group.words.length;
    return (await read(`search/words-${group.number}-${number}.${group.words[number]}.js`)) || {};
  }));
}

// What a briefing says; nothing where that cannot be read.
async function entryOf({ group, number }) {
  const part = group.parts[number];
  const entries = await read(`search/part-${part}.${group.files[part]}.js`);
  return entries && entries[group.places[number]];
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
