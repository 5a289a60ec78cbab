import { addSuggestions } from "./src/suggestions.ts";

const box = document.querySelector<HTMLInputElement>("input[data-suggest]");
if (box) addSuggestions(box);

// A menu closes where one expects it to: on Escape and on a click elsewhere.
for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target as Node)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}

// The book one looks at stands in the middle of its shelf.
for (const here of document.querySelectorAll<HTMLElement>(".row .here")) {
  const row = here.parentElement!;
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.clientWidth) / 2;
}
