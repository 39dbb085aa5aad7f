// A link to words that have been edited since: the place that still says most of them.

const wordsOf = (id) => id.split("-").slice(1);

function nearest(lost) {
  const kind = lost.slice(0, 2);
  const wanted = wordsOf(lost);
  const scored = all(`.text [id^="${kind}"]`).map((element) => {
    const words = wordsOf(element.id);
    const common = words.filter((word) => wanted.includes(word)).length;
    return { element, score: common / Math.max(words.length, wanted.length) };
  });
  scored.sort((one, other) => other.score - one.score);
  const [best, second] = scored;
  const sure = best && best.score >= 0.5 && best.score - (second?.score || 0) >= 0.25;
  return sure ? best.element : null;
}

// Many speakers: a field to find one.
document.addEventListener("input", (event) => {
  const field = event.target.closest(".speaker-filter");
  if (!field) return;
  const wanted = event.target.value.trim().toLowerCase();
  const section = field.closest(".section");
  all(".more", section).forEach((more) => { more.open ||= Boolean(wanted); });
  all(".speaker", section).forEach((entry) => { entry.hidden = !entry.textContent.toLowerCase().includes(wanted); });
});

Object.assign(state, read());
if (/^[qa]-/.test(state.place) && !byId(state.place)) {
  state.place = nearest(state.place)?.id || "";
  const notice = byId("lost-words");
  if (notice) say(state.place ? notice.dataset.moved : notice.dataset.lost);
}
choose({});
if (state.place) show(byId(state.place), true);

// A preview has put new words in: what is chosen stays chosen.
document.addEventListener("briefing:updated", () => {
  choose({});
  if (byId(state.place)) show(byId(state.place), false);
});
