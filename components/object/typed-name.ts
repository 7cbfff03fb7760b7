/** A name as it was typed into the address; one that does not decode is shown as it is. */
export function typedName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
