/* Words of the article as its source has them: without the notes and signs that the page adds.
 *
 * What is sent are words with the words around them; the server finds them in its text. So
 * nothing depends on how a browser counts characters.
 */

const AROUND = 80; // UTF-16 units of surroundings
const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, pre, dt, dd, figcaption, blockquote";
const LETTER = /[\p{L}\p{N}\p{M}]/u;

const article = () => document.getElementById("text") ?? document.querySelector("main");

/* The article as one string, a line break between blocks, and where each text node begins in it. */
function stream() {
  const pieces = [];
  let text = "";
  const walker = document.createTreeWalker(article(), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("[data-x]")) continue;
    const block = node.parentElement.closest(BLOCKS);
    if (pieces.length && pieces.at(-1).block !== block) text += "\n";
    pieces.push({ node, block, start: text.length });
    text += node.data;
  }
  return { text, pieces };
}

/* Where a range covers the stream: one stretch a block. */
function stretches(range, pieces) {
  const found = [];
  for (const { node, block, start } of pieces) {
    if (!range.intersectsNode(node)) continue;
    const from = start + (node === range.startContainer ? range.startOffset : 0);
    const to = start + (node === range.endContainer ? range.endOffset : node.length);
    if (from >= to) continue;
    if (found.length && found.at(-1).block === block) found.at(-1).to = to;
    else found.push({ block, from, to });
  }
  return found;
}

/* A word that is selected in part is meant as a whole. */
function wholeWords(text, { from, to }) {
  const inWord = (at) => LETTER.test(text[at - 1] ?? "") && LETTER.test(text[at] ?? "");
  while (inWord(from)) from -= 1;
  while (inWord(to)) to += 1;
  return { from, to };
}

function part(text, { from, to }) {
  const before = text.slice(Math.max(0, from - AROUND), from);
  const behind = text.slice(to, to + AROUND);
  return {
    exact: text.slice(from, to).trim(),
    prefix: (from > AROUND ? before.replace(/^\S*/, "") : before).trim(),
    suffix: (to + AROUND < text.length ? behind.replace(/\S*$/, "") : behind).trim(),
  };
}

/* The parts that a range of the page selects; none where it holds no word of the article. */
function partsOf(range) {
  if (!range || !article()?.contains(range.commonAncestorContainer)) return [];
  const { text, pieces } = stream();
  const parts = stretches(range, pieces).map((stretch) => part(text, wholeWords(text, stretch)));
  return parts.filter(({ exact }) => LETTER.test(exact));
}
