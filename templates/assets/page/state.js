// What is chosen on the page, kept in the address behind the hash: a place, a
// speaker, a kind of speech, marks off. `#q-words&who-name` can be shared.

const state = { place: "", who: "", kind: "", plain: false };
const changed = [];

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const byId = (id) => (id ? document.getElementById(id) : null);

function decoded(hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1); // a lone percent sign
  }
}

function read() {
  const found = { place: "", who: "", kind: "", plain: false };
  for (const token of decoded(location.hash).split("&")) {
    if (token === "plain") found.plain = true;
    else if (token.startsWith("who-")) found.who = token;
    else if (token.startsWith("kind-")) found.kind = token.slice(5);
    else found.place = token;
  }
  return found;
}

function write() {
  const tokens = [state.place, state.who, state.kind && `kind-${state.kind}`, state.plain && "plain"];
  const hash = tokens.filter(Boolean).map(encodeURIComponent).join("&");
  history.replaceState(null, "", location.href.split("#")[0] + (hash ? `#${hash}` : ""));
}

function choose(change) {
  Object.assign(state, change);
  write();
  changed.forEach((listener) => listener());
}

addEventListener("hashchange", () => {
  const found = read();
  // A plain link within the page moves on, and leaves the choice as it is.
  choose(found.who || found.kind || found.plain ? found : { place: found.place });
  if (state.place) show(byId(state.place), false);
});
