// Play the recording from a time stamp. One on another site is loaded once a reader asks for it, by its button.
const recording = all(".media")[0];
const player = recording && all("audio, video", recording)[0];

function playFrom(seconds) {
  if (!player.getAttribute("src")) {
    player.src = `${player.dataset.src}#t=${seconds}`;
    player.hidden = false;
    all("button", recording).forEach((button) => button.remove());
  }
  player.currentTime = seconds;
  recording.classList.add("on");
  player.play().catch(() => {}); // the player itself shows what is wrong
}

if (player) {
  let asked = 0;
  document.addEventListener("click", (event) => {
    const stamp = event.target.closest(".play");
    const button = all("button", recording)[0];
    if (stamp && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      asked = Number(stamp.dataset.t);
      if (button) button.focus();
      else playFrom(asked);
    } else if (button && event.target === button) playFrom(asked);
  });
}
