// How Nuxt UI's components look here: paper and borders, one vermilion act, no shadow, nothing that moves for longer than 150 ms.
const quick = "duration-100";
const lit = "data-highlighted:not-data-disabled:before:bg-(--chosen)";

export const shapes = {
  colors: { primary: "son", secondary: "lam", success: "luc", info: "lam", warning: "vang", error: "son", neutral: "giay" },
  button: {
    slots: { base: `rounded-md font-medium ${quick}` },
    compoundVariants: [
      { color: "primary" as const, variant: "solid" as const, class: "hover:bg-(--son-deep) active:bg-(--son-deep) disabled:bg-primary disabled:opacity-50 aria-disabled:bg-primary aria-disabled:opacity-50" },
      { color: "neutral" as const, variant: "outline" as const, class: "ring-accented bg-default hover:bg-elevated" },
    ],
    defaultVariants: { color: "neutral" as const, variant: "outline" as const },
  },
  input: { slots: { root: "w-full", base: "rounded-md text-sm" } },
  inputMenu: { slots: { root: "w-full", base: "rounded-md text-sm", content: "shadow-none ring-accented", item: `text-sm ${lit}` } },
  select: { slots: { base: "w-full rounded-md", content: "shadow-none ring-accented", item: lit } },
  formField: {
    slots: { label: "text-sm font-medium text-highlighted", help: "mt-1 text-xs text-muted", error: "mt-1 text-sm text-error", hint: "text-xs", container: "mt-1" },
  },
  dropdownMenu: { slots: { content: "shadow-none ring-accented" } },
  modal: {
    slots: { title: "text-base font-semibold" },
    variants: { overlay: { true: { overlay: "bg-black/35" } }, fullscreen: { false: { content: "rounded-md shadow-none ring-accented" } } },
  },
  slideover: {
    slots: { overlay: "bg-black/35", content: "shadow-none ring-accented", title: "text-lg font-semibold", header: "min-h-14 px-6 py-3", body: "p-6 sm:p-6", footer: "px-6 py-3 border-t border-default" },
  },
  toast: { slots: { root: "shadow-none ring-accented" } },
  tooltip: { slots: { content: "shadow-none bg-inverted text-inverted ring-0" } },
  table: {
    slots: {
      root: "overflow-auto",
      base: "min-w-full text-sm",
      thead: "bg-elevated",
      th: "px-3 py-0 h-9 text-left text-xs font-medium text-muted",
      td: "px-3 py-[7px] text-sm text-default whitespace-nowrap",
      tr: "data-[selectable=true]:hover:bg-muted",
    },
    variants: { sticky: { true: { thead: "bg-elevated backdrop-blur-none" } } },
  },
  commandPalette: {
    slots: { root: "h-full", content: "flex-1", footer: "px-4 py-2", itemLabelSuffix: "text-muted", label: "text-xs font-medium text-muted", itemLabel: "flex-1 flex justify-between gap-4", item: "text-sm", input: "[&>input]:h-12" },
    variants: { active: { false: { item: lit } } },
  },
};
