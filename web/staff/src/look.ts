// Light, dark, or as the system wishes. before.js sets the same class before the first paint.
import { ref } from "vue";
import { read, write } from "./memory.ts";

export type Look = "light" | "dark" | "system";

const place = "tangthu.look";
const saved = read(place);
const system = matchMedia("(prefers-color-scheme: dark)");

export const look = ref<Look>(saved === "light" || saved === "dark" ? saved : "system");
export const isDark = ref(false);

function apply(): void {
  isDark.value = look.value === "dark" || (look.value === "system" && system.matches);
  document.documentElement.classList.toggle("dark", isDark.value);
  document.documentElement.classList.toggle("light", !isDark.value);
}

export function setLook(to: Look): void {
  look.value = to;
  write(place, to === "system" ? null : to);
  apply();
}

system.addEventListener("change", apply);
apply();
