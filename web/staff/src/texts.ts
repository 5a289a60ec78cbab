// What is said on screen, in the language of the person at the desk: t(key, { values }).
import { IntlMessageFormat } from "intl-messageformat";
import { computed, ref, shallowRef } from "vue";

export type Language = "vi" | "en";

const sources: Record<Language, () => Promise<{ default: Record<string, string> }>> = {
  vi: () => import("../../../locales/vi.json"),
  en: () => import("../../../locales/en.json"),
};

const texts = shallowRef<Record<string, string>>({});
const current = ref<Language>("vi");
const formats = new Map<string, IntlMessageFormat>();

export const language = computed(() => current.value);

/** The cookie is the portal's too, and the server answers in its language. */
export function wishedLanguage(cookies: string = document.cookie): Language {
  return /(?:^|; )lang=en(?:;|$)/.test(cookies) ? "en" : "vi";
}

export async function setLanguage(to: Language): Promise<void> {
  texts.value = (await sources[to]()).default;
  formats.clear();
  current.value = to;
  document.documentElement.lang = to;
  document.cookie = `lang=${to}; path=/; max-age=31536000; samesite=lax`;
}

export function t(key: string, values?: Record<string, string | number>): string {
  const text = texts.value[key];
  if (text === undefined) return key;
  if (!values) return text;
  let format = formats.get(key);
  if (!format) {
    format = new IntlMessageFormat(text, current.value === "vi" ? "vi-VN" : "en-GB");
    formats.set(key, format);
  }
  return String(format.format(values));
}

const two = (value: number): string => String(value).padStart(2, "0");

/** 22/11/2026, in both languages: it is what stands on the papers beside the screen. */
export function dayText(date: Date): string {
  return `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
}

/** 22/11/2026 7h30 */
export function momentText(date: Date): string {
  const time = current.value === "vi" ? `${date.getHours()}h${two(date.getMinutes())}` : `${two(date.getHours())}:${two(date.getMinutes())}`;
  return `${dayText(date)} ${time}`;
}

/** Thứ Bảy, 28/11/2026 */
export function longDayText(date: Date): string {
  const day = current.value === "vi" ? ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"] : ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
  return `${day[date.getDay()]}, ${dayText(date)}`;
}
