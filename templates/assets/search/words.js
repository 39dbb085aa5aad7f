// Words, as `generator/rendering/search_words.py` reckons them: folded, cut, and the bucket they stand in.

const BUCKETS = 64;
const BEGINNING = 3;
// Scripts written without spaces: each character is a word of its own.
const UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff";
const WORD = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`, "gu");
const CONTINUES = new RegExp(`^(?![${UNSPACED}])[\\p{L}\\p{N}]$`, "u");

// Upper and lower case, and accents, count alike; each character stays in its place.
function folded(text) {
  return text.replace(/[A-Z]|[^\x00-\x7f]/g, (char) => {
    const plain = char.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    if (char === "’" || char === "‘") return "'";
    return plain.length === 1 ? plain : char;
  });
}

const wordsOf = (text) => text.match(WORD) || [];

function bucketOf(beginning) {
  let value = 0x811c9dc5;
  for (let at = 0; at < beginning.length; at++) value = Math.imul(value ^ beginning.charCodeAt(at), 0x01000193) >>> 0;
  return value % BUCKETS;
}

// Where a term stands in a text, from a place on: at the beginning of a word.
function placeOf(term, text, from = 0) {
  for (let at = text.indexOf(term, from); at >= 0; at = text.indexOf(term, at + 1)) {
    if (!at || !CONTINUES.test(term[0]) || !CONTINUES.test(text[at - 1])) return at;
  }
  return -1;
}
