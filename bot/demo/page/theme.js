/** Dark or light: as the system says, until the person says otherwise. */

const KEPT = "daybrief-theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

/** Let `button` switch the theme; the choice is kept in this browser. */
export function themeSwitch(button) {
  choose(kept());
  const draw = () => button.setAttribute("aria-label", dark() ? "Switch to light colours" : "Switch to dark colours");
  button.addEventListener("click", () => {
    choose(dark() ? "light" : "dark");
    keep(root.dataset.theme);
    draw();
  });
  system.addEventListener("change", draw);
  draw();
}

function dark() {
  return root.dataset.theme === undefined ? system.matches : root.dataset.theme === "dark";
}

function choose(theme) {
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
}

/** Storage may be shut off in the browser; the choice then lasts as long as the page. */
function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep(theme) {
  try {
    localStorage.setItem(KEPT, theme);
  } catch {
    root.dataset.theme = theme;
  }
}
