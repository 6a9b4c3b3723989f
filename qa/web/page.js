// Runs once when the page has loaded. A marker opens and shows the source it leads to; a whole
// article, when unfolded, is scrolled to its quotation; the panel starts at its top for each new
// answer. All of it works without a mouse.
() => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  const bringIntoView = (element, block) =>
    element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });

  const leadTo = (id) => {
    const target = document.getElementById(id);
    if (!target) return;
    for (let folded = target.closest("details"); folded; ) {
      folded.open = true;
      folded = folded.parentElement.closest("details");
    }
    document.querySelectorAll(".is-shown").forEach((shown) => shown.classList.remove("is-shown"));
    target.classList.add("is-shown");
    target.focus({ preventScroll: true });
    bringIntoView(target, target.matches(".marker") ? "center" : "start");
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-leads-to]");
    if (!link) return;
    event.preventDefault();
    leadTo(link.dataset.leadsTo);
  });

  // "toggle" does not bubble, but it can be caught on its way down.
  document.addEventListener(
    "toggle",
    (event) => {
      const reading = event.target;
      if (!reading.matches("details.reading") || !reading.open) return;
      const article = reading.querySelector(".article");
      const place = article.querySelector("mark, .place");
      const distance = place.getBoundingClientRect().top - article.getBoundingClientRect().top;
      article.scrollTop += distance - article.clientHeight / 3;
      bringIntoView(reading, "nearest");
    },
    true,
  );

  const panel = document.getElementById("evidence");
  let newest = "";
  new MutationObserver(() => {
    const section = panel.querySelector(".turn");
    const isNew = section !== null && section.id !== newest;
    newest = section === null ? "" : section.id;
    if (isNew) panel.scrollTop = 0;
  }).observe(panel, { subtree: true, childList: true, attributeFilter: ["id"] });
}
