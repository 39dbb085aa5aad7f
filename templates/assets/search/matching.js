// Which briefings match: all words, in the words of one speaker where one is named.

function termsOf(query) {
  const found = [];
  for (const [, phrase, word] of folded(query).matchAll(/["“”„]([^"“”„]+)["“”„]|(\S+)/g)) {
    const term = (phrase || word).replace(/^["“”„]+|["“”„]+$/g, "").trim();
    if (term) found.push(term);
  }
  return found;
}

const holds = (text, terms) => terms.every((term) => text.includes(term));

function match(entry, { terms, speaker, kinds }) {
  const within = entry.said.filter(
    (one) => (!speaker || one.who.some((name) => folded(name).includes(speaker))) && (!kinds.length || kinds.includes(one.kind)),
  );
  const said = within.filter((one) => holds(one.text, terms));
  if (speaker || kinds.length) return said.length ? { entry, said, score: said.length } : null;
  if (!terms.length) return null;
  if (!terms.every((term) => entry.head.includes(term) || entry.folded.includes(term))) return null;
  const inHead = holds(entry.head, terms);
  return { entry, said, score: (inHead ? 1000 : 0) + said.length, around: said.length ? null : terms[0] };
}

function search(wanted) {
  const found = entries.map((entry) => match(entry, wanted)).filter(Boolean);
  return found.sort((one, other) => other.score - one.score || (one.entry.date < other.entry.date ? 1 : -1));
}

// The sentence around the first hit: cut within, it might say the opposite.
function passage(entry, term) {
  const at = entry.folded.indexOf(term);
  if (at < 0) return null;
  const ends = /[.!?…。؟]["”’»)]*(?=\s)|\n/g;
  let start = 0;
  let stop = entry.text.length;
  for (const found of entry.text.matchAll(ends)) {
    const end = found.index + found[0].length;
    if (end <= at) start = end;
    else if (end >= at + term.length) {
      stop = end;
      break;
    }
  }
  return entry.text.slice(start, stop).trim();
}
