// Runs once for the list of articles: its buttons say what to do. One that takes an article out
// asks first, in its own words.
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (!button) return;
  const { act, what, sure } = button.dataset;
  if (sure && !button.classList.contains("is-asked")) {
    const label = button.textContent;
    button.classList.add("is-asked");
    button.textContent = sure;
    button.addEventListener(
      "blur",
      () => {
        button.classList.remove("is-asked");
        button.textContent = label;
      },
      { once: true },
    );
    return;
  }
  trigger("click", { act, what });
});
