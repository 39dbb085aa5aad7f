// Which briefings match: all words, in the words of one speaker where one is named.

const SAID = 1;
const HEAD = 2;
const PLACES = /([0-9a-z]+)([,;!?])/g;

function termsOf(query) {
  const found = [];
  for (const [, phrase, word] of folded(query).matchAll(/["“”„]([^"“”„]+)["“”„]|(\S+)/g)) {
    const term = (phrase || word).replace(/^["“”„]+|["“”„]+$/g, "").trim();
    if (term) found.push(term);
  }
  return found;
}

const holds = (text, terms) => terms.every((term) => placeOf(term, text) >= 0);

// The briefings that hold a word which is wanted: by group and number, how it stands there.
async function holding(start, wanted) {
  const found = new Map();
  (await readWords(start)).forEach((words, at) => {
    for (const [word, places] of Object.entries(words)) {
      if (!wanted(word)) continue;
      let number = 0;
      for (const [, step, mark] of places.matchAll(PLACES)) {
        number += parseInt(step, 36);
        const key = `${at} ${number}`;
        found.set(key, (found.get(key) || 0) | ",;!?".indexOf(mark));
      }
    }
  });
  return found;
}

const start = (word) => word.slice(0, BEGINNING);
const beginningWith = (word) => holding(start(word), (other) => (word.length < BEGINNING ? other === word : other.startsWith(word)));
const longest = (words) => words.reduce((one, other) => (other.length > one.length ? other : one), "");

// Names that hold what was typed, with the briefings in which they speak.
function spokenBy(speaker) {
  return holding(`@${start(longest(wordsOf(speaker)))}`, (word) => word[0] === "@" && folded(word.slice(1)).includes(speaker));
}

async function namesLike(speaker) {
  const word = longest(wordsOf(speaker));
  if (!word || !groups.length) return [];
  const words = (await readWords(`@${start(word)}`)).flatMap(Object.keys);
  const names = words.filter((one) => one[0] === "@").map((one) => one.slice(1));
  return [...new Set(names)].filter((name) => folded(name).includes(speaker)).sort((one, other) => one.localeCompare(other));
}

async function ofKinds(kinds) {
  const found = await Promise.all(kinds.map((kind) => holding(`=${kind}`, (word) => word === `=${kind}`)));
  return new Map(found.flatMap((one) => [...one]));
}

// Those that may match, the likeliest and newest first; whether all of them do.
async function candidates({ terms, speaker, kinds }) {
  const words = terms.flatMap(wordsOf);
  const asked = words.map(beginningWith);
  if (speaker) asked.push(spokenBy(speaker));
  if (kinds.length) asked.push(ofKinds(kinds));
  if (!asked.length) return { found: [], all: true };
  const [first, ...others] = (await Promise.all(asked)).sort((one, other) => one.size - other.size);
  const found = [];
  for (const [key, mark] of first) {
    if (!others.every((other) => other.has(key))) continue;
    const score = others.reduce((least, other) => least & other.get(key), mark);
    const [at, number] = key.split(" ").map(Number);
    found.push({ group: groups[at], number, score, newer: groups[at].days[number] });
  }
  found.sort((one, other) => (other.score & HEAD) - (one.score & HEAD) || (other.score & SAID) - (one.score & SAID) || other.newer - one.newer);
  const plain = terms.every((term) => words.includes(term));
  return { found, all: plain && (!speaker || !terms.length) && !kinds.length };
}

function match(entry, { terms, speaker, kinds }) {
  const within = entry.said.filter(
    (one) => (!speaker || one.who.some((name) => folded(name).includes(speaker))) && (!kinds.length || kinds.includes(one.kind)),
  );
  const said = within.filter((one) => holds(one.text, terms));
  if (speaker || kinds.length) return said.length ? { entry, said } : null;
  if (!terms.every((term) => placeOf(term, entry.head) >= 0 || placeOf(term, entry.folded) >= 0)) return null;
  return { entry, said, around: said.length ? null : terms[0] };
}

// The sentence around the first hit: cut within, it might say the opposite.
function passage(entry, term) {
  const at = placeOf(term, entry.folded);
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
