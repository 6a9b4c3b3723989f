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
    bringIntoView(target, target.matches(".marker, .point") ? "center" : "start");
  };

  // The page's own language, by the same rule as the server's.
  const spoken = navigator.languages.map((each) => each.slice(0, 2).toLowerCase());
  document.documentElement.lang = spoken.find((each) => each === "fr" || each === "en") ?? "en";

  const kept = window.localStorage.getItem("sourcier-theme");
  if (kept) document.body.classList.toggle("dark", kept === "dark");
  const switchTheme = () => {
    const isDark = document.body.classList.toggle("dark");
    window.localStorage.setItem("sourcier-theme", isDark ? "dark" : "light");
  };

  const copy = async (button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = button.textContent;
    button.textContent = button.dataset.done;
    window.setTimeout(() => (button.textContent = label), 2000);
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("button.theme")) switchTheme();
    const copying = event.target.closest("button.copy");
    if (copying) copy(copying);
    const link = event.target.closest("a[data-leads-to]");
    if (!link) return;
    event.preventDefault();
    leadTo(link.dataset.leadsTo);
  });

  // The quotation behind a marker, while the pointer or the keyboard is on it.
  const hint = document.createElement("div");
  hint.id = "hint";
  hint.hidden = true;
  hint.setAttribute("role", "tooltip");
  const [origin, quote] = [document.createElement("strong"), document.createElement("span")];
  hint.append(origin, quote);
  document.querySelector(".gradio-container").append(hint);

  const showHint = (marker) => {
    origin.textContent = marker.dataset.origin;
    quote.textContent = marker.dataset.quote;
    quote.lang = marker.dataset.language;
    hint.hidden = false;
    const place = marker.getBoundingClientRect();
    const left = Math.min(place.left, window.innerWidth - hint.offsetWidth - 12);
    const below = place.bottom + 6;
    const isRoomBelow = below + hint.offsetHeight < window.innerHeight;
    hint.style.left = `${Math.max(12, left)}px`;
    hint.style.top = `${isRoomBelow ? below : Math.max(6, place.top - hint.offsetHeight - 6)}px`;
  };
  const hideHint = () => (hint.hidden = true);

  for (const coming of ["mouseover", "focusin"]) {
    document.addEventListener(coming, (event) => {
      const marker = event.target.closest("[data-quote]");
      if (marker) showHint(marker);
      else hideHint();
    });
  }
  document.addEventListener("keydown", (event) => event.key === "Escape" && hideHint());
  document.addEventListener("scroll", hideHint, true);

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

  // Gradio calls its offered questions a list without items, and gives the box for files a name
  // that is not what it shows: without either, both are told as they stand.
  const mend = () => {
    document.querySelector('#chat .examples[role="list"]')?.removeAttribute("role");
    document.querySelector("#upload button.upload-container")?.removeAttribute("aria-label");
  };
  new MutationObserver(mend).observe(document.body, { subtree: true, childList: true });
  mend();

  const panel = document.getElementById("evidence");
  let newest = "";
  new MutationObserver(() => {
    const section = panel.querySelector(".turn");
    const isNew = section !== null && section.id !== newest;
    newest = section === null ? "" : section.id;
    if (isNew) panel.scrollTop = 0;
  }).observe(panel, { subtree: true, childList: true, attributeFilter: ["id"] });
}
