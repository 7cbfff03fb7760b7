// The order of texts by code unit: the same on the server and in every browser, whatever their language.

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
