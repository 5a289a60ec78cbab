// Enter goes on: from field to field, and from the last one it sends the form. Ctrl+Enter sends it from anywhere.
const texts = "input:not([type=hidden],[type=checkbox],[type=radio],[disabled],[tabindex='-1'])";

export function enterGoesOn(event: KeyboardEvent): void {
  const form = event.currentTarget as HTMLFormElement;
  if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  const at = event.target as HTMLElement;
  if (!at.matches(texts) || !form.contains(at)) return;
  const fields = [...form.querySelectorAll<HTMLInputElement>(texts)];
  const next = fields[fields.indexOf(at as HTMLInputElement) + 1];
  event.preventDefault();
  if (!next) {
    form.requestSubmit();
    return;
  }
  next.focus();
  next.select();
}
