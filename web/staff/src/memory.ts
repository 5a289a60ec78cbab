// The browser's storage. It may be switched off or full: then nothing is remembered, and nothing breaks.
export function read(place: string, storage: () => Storage = () => localStorage): string | null {
  try {
    return storage().getItem(place);
  } catch {
    return null;
  }
}

export function write(place: string, value: string | null, storage: () => Storage = () => localStorage): void {
  try {
    if (value === null) storage().removeItem(place);
    else storage().setItem(place, value);
  } catch {
    // not remembered
  }
}
