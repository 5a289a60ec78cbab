// Work that is not saved yet outlives Esc, a sign-out by the server and a reload: it lies in this tab, under the person's number.
import { computed, onScopeDispose, ref, watch, type Ref } from "vue";
import { read, write } from "../memory.ts";
import { session } from "../session.ts";

const tab = (): Storage => sessionStorage;

interface Kept<T> {
  base: T;
  draft: T;
}

function kept<T>(place: string): Kept<T> | null {
  try {
    return JSON.parse(read(place, tab) ?? "null") as Kept<T> | null;
  } catch {
    return null;
  }
}

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `start` is what the server has (or an empty form); its members always come in the same order. */
export function useDraft<T extends object>(name: string, start: T) {
  const place = `tangthu.draft.${session.value?.staff ?? 0}.${name}`;
  const before = kept<T>(place);
  const base = ref(plain(start)) as Ref<T>;
  const draft = ref(plain(before?.draft ?? start)) as Ref<T>;
  const isChanged = computed(() => !same(draft.value, base.value));
  const isRestored = ref(before !== null && isChanged.value);
  /** Somebody else saved while the draft was lying: what it was made from is no longer what is there. */
  const isOutdated = isRestored.value && !same(before?.base, start);

  const keep = (): void => write(place, isChanged.value ? JSON.stringify({ base: base.value, draft: draft.value }) : null, tab);
  watch([draft, base], keep, { deep: true, flush: "sync" });

  function restart(from: T, with_draft: T = from): void {
    base.value = plain(from);
    draft.value = plain(with_draft);
    isRestored.value = false;
  }
  const warn = (event: BeforeUnloadEvent): void => {
    if (isChanged.value) event.preventDefault();
  };
  addEventListener("beforeunload", warn);
  onScopeDispose(() => removeEventListener("beforeunload", warn));

  return { draft, base, isChanged, isRestored, isOutdated, restart };
}
