// Keys typed after Ctrl+K and before the palette's field is there: a fast hand must not have to wait for it.

const patience = 5000;

const field = (): boolean => document.activeElement instanceof HTMLInputElement && document.activeElement.closest("[role=dialog]") !== null;

/** Keeps them until a field of a dialog has the focus, then gives what was typed; nothing after Esc or five seconds. */
export function keepEarlyKeys(give: (typed: string) => void): void {
  let kept = "";
  const until = Date.now() + patience;
  const onKey = (event: KeyboardEvent): void => {
    if (field()) return;
    const isLetter = [...event.key].length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "Escape") return end();
    if (isLetter) kept += event.key;
    else if (event.key === "Backspace") kept = [...kept].slice(0, -1).join("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const timer = setInterval(() => {
    if (!field() && Date.now() < until) return;
    end();
    if (field() && kept !== "") give(kept);
  }, 16);
  function end(): void {
    document.removeEventListener("keydown", onKey, true);
    clearInterval(timer);
  }
  document.addEventListener("keydown", onKey, true);
}
