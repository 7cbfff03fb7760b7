// Which class gives an element its architecture's colour (app/globals.css).

const COLOURED: ReadonlySet<string> = new Set(['amd64', 'arm64', 'arm', 'ppc64le', 's390x', 'riscv64']);

/** Empty for an architecture without a colour of its own: it is drawn in ink. */
export function archClass(arch: string): string {
  return COLOURED.has(arch) ? `arch-${arch}` : '';
}
