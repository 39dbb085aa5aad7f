// On a narrow screen the facts are closed sections behind the text; on paper all is open.
const arrange = () => all(".facts .section").forEach((section) => { section.open = wide.matches; });
wide.addEventListener("change", arrange);
if (!wide.matches) arrange();
addEventListener("beforeprint", () => all("details").forEach((details) => { details.open = true; }));

// The bar to jump comes once the page's head is out of sight: at the top it would only cover words.
const head = all(".head")[0];
if (head) {
  const seen = new IntersectionObserver(([entry]) => root.classList.toggle("below-head", !entry.isIntersecting));
  seen.observe(head);
}
