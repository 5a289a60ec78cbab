/// Suggestions under the search box: an ARIA combobox (APG, "list autocomplete with manual selection") over
/// `/api/v1/suggest`. Without this script the box is a plain form field, and Enter always searches for what was typed.

export interface Suggestion {
  text: string;
  kind: string;
}

const kWaitMs = 120;
const kShortest = 2;
const kMost = 8;

/// The server's answer, checked: anything unexpected is no suggestion.
export function readSuggestions(answer: unknown): Suggestion[] {
  const list = (answer as { suggestions?: unknown } | null)?.suggestions;
  if (!Array.isArray(list)) return [];
  return list
    .filter((one): one is Suggestion => typeof one?.text === "string" && typeof one?.kind === "string")
    .slice(0, kMost);
}

/// Where a suggestion leads: a title is searched for; an author or subject narrows the whole catalogue to its books.
export function addressOf(suggestion: Suggestion, searchPath: string): string {
  const name = suggestion.kind === "author" || suggestion.kind === "subject" ? suggestion.kind : "q";
  return `${searchPath}?${new URLSearchParams({ [name]: suggestion.text })}`;
}

export function addSuggestions(input: HTMLInputElement): void {
  const words = input.dataset;
  const list = document.createElement("ul");
  list.className = "suggest";
  list.id = "goi-y";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.list ?? "");
  const status = document.createElement("p");
  status.className = "vh";
  status.setAttribute("role", "status");
  input.after(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let shown: Suggestion[] = [];
  let chosen = -1;
  let timer = 0;
  let running: AbortController | undefined;
  const known = new Map<string, Suggestion[]>();

  const choose = (index: number): void => {
    chosen = index;
    [...list.children].forEach((line, i) => line.setAttribute("aria-selected", String(i === chosen)));
    if (chosen < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `goi-y-${chosen}`);
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const close = (): void => {
    shown = [];
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const go = (suggestion: Suggestion): void => {
    location.assign(addressOf(suggestion, words.search ?? "/tim"));
  };
  const show = (suggestions: Suggestion[]): void => {
    shown = suggestions;
    list.replaceChildren(
      ...suggestions.map((suggestion, i) => {
        const line = document.createElement("li");
        line.id = `goi-y-${i}`;
        line.setAttribute("role", "option");
        line.setAttribute("aria-selected", "false");
        const text = document.createElement("span");
        text.textContent = suggestion.text;
        const kind = document.createElement("small");
        kind.textContent = words[suggestion.kind] ?? "";
        line.append(text, kind);
        // Before the box loses focus and the list is gone.
        line.addEventListener("pointerdown", (event) => event.preventDefault());
        line.addEventListener("click", () => go(suggestion));
        return line;
      }),
    );
    const some = suggestions.length > 0;
    list.hidden = !some;
    input.setAttribute("aria-expanded", String(some));
    choose(-1);
    status.textContent = some
      ? (words.some ?? "").replace("{count}", String(suggestions.length))
      : (words.none ?? "");
  };
  const ask = async (): Promise<void> => {
    const typed = input.value.trim();
    running?.abort();
    if (typed.length < kShortest) return close();
    const before = known.get(typed);
    if (before) return show(before);
    running = new AbortController();
    try {
      const answer = await fetch(`${words.suggest}?${new URLSearchParams({ q: typed })}`, {
        signal: running.signal,
        headers: { Accept: "application/json" },
      });
      if (!answer.ok) return close();
      const suggestions = readSuggestions(await answer.json());
      known.set(typed, suggestions);
      if (input.value.trim() === typed && document.activeElement === input) show(suggestions);
    } catch {
      // Off-line, or a later key took over: the form works all the same.
    }
  };

  // Telex and other input methods compose a syllable from several keys: each change of the text asks anew, the wait
  // swallows the states in between ("ddaats" never leaves the machine when typed at speed).
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), kWaitMs);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && shown.length > 0) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place more than lines: behind the last one comes the box itself.
      choose(((chosen + 1 + step + shown.length + 1) % (shown.length + 1)) - 1);
    } else if (event.key === "ArrowDown") {
      void ask();
    } else if (event.key === "Escape" && shown.length > 0) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      go(shown[chosen]!);
    }
  });
  input.addEventListener("blur", close);
}
