// The units of the network, for choosing one and for showing its name.
import { computed, shallowRef } from "vue";
import { sortKey, compareKeys } from "../../shared/text/index.ts";
import { get } from "./api.ts";
import type { UnitListView, UnitView } from "./api_types.ts";

export interface UnitChoice {
  code: string;
  name: string;
  /** The short names above it, from the nearest. */
  above: string;
  depth: number;
}

const units = shallowRef<UnitView[]>([]);
const byCode = computed(() => new Map(units.value.map((unit) => [unit.code, unit])));

/** Again after a change of language: the names come in it. */
export async function loadUnits(): Promise<void> {
  units.value = (await get<UnitListView>("/api/v1/units")).units;
}

/** A name in a line that says enough already: without what it was called before, and without the name of the unit above it. */
export function shortName(name: string, above: string): string {
  const today = name.replace(/ \([^()]*\)$/, "");
  const rest = above !== "" && today.startsWith(above) ? /^(?: – |, )(.+)$/.exec(today.slice(above.length)) : null;
  return rest ? rest[1]! : today;
}

export function unitShort(code: string): string {
  const unit = byCode.value.get(code);
  return unit ? shortName(unit.name, unit.parent === null ? "" : (byCode.value.get(unit.parent)?.name ?? "")) : code;
}

export const unitName = (code: string): string => byCode.value.get(code)?.name ?? code;

/** The tree as a list: each unit after the one above it, twins in Vietnamese order. Only what still exists. */
export function treeOf(all: UnitView[]): UnitChoice[] {
  const open = all.filter((unit) => unit.valid_to === null);
  const names = new Map(open.map((unit) => [unit.code, unit.name]));
  const below = new Map<string, UnitView[]>();
  for (const unit of open) {
    const parent = unit.parent !== null && names.has(unit.parent) ? unit.parent : "";
    below.set(parent, [...(below.get(parent) ?? []), unit]);
  }
  const list: UnitChoice[] = [];
  const walk = (parent: string, above: string[]): void => {
    const twins = (below.get(parent) ?? []).map((unit) => ({ unit, key: sortKey(unit.name) })).sort((a, b) => compareKeys(a.key, b.key));
    for (const { unit } of twins) {
      list.push({ code: unit.code, name: unit.name, above: above.join(" · "), depth: above.length });
      walk(unit.code, [shortName(unit.name, parent === "" ? "" : (names.get(parent) ?? "")), ...above]);
    }
  };
  walk("", []);
  return list;
}

export const unitChoices = computed(() => treeOf(units.value));
