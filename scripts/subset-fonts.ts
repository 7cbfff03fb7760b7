// Cuts Geist Sans and Mono down to what the pages use: Latin text and a few signs, weights 400 to 600.
// Run `node scripts/subset-fonts.ts` after an update of the `geist` package and commit the two files in app/fonts/.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

interface SubsetOptions {
  targetFormat: 'woff2';
  variationAxes: Record<string, { min: number; max: number; default: number }>;
  noLayoutClosure: boolean;
}
type SubsetFont = (font: Buffer, text: string, options: SubsetOptions) => Promise<Buffer>;

const require = createRequire(import.meta.url);
// The package ships no types; this is the shape its README documents.
const subsetFont: SubsetFont = require('subset-font');

/** Together at most this much: the first load of `/` has 240 KB for everything. */
const FONTS_MAX_BYTES = 32_000;
const OUT = join(import.meta.dirname, '../app/fonts');

const ASCII = Array.from({ length: 0x7e - 0x20 + 1 }, (_, i) => String.fromCodePoint(0x20 + i)).join('');
// Latin-1 letters for names and annotations people write, then the signs our own texts use.
const LATIN_1 = Array.from({ length: 0xff - 0xc0 + 1 }, (_, i) => String.fromCodePoint(0xc0 + i)).join('');
const SIGNS = '\u00a0°±–—‘’“”…·→←↑↓↵⌘✓✕×≤≥';

const fontsDir = join(import.meta.dirname, '../node_modules/geist/dist/fonts');
// The proportional face keeps its OpenType features: tabular figures are one. In a monospaced one they are ornament.
const sources = [
  { from: 'geist-sans/Geist-Variable.woff2', to: 'geist-sans.woff2', text: ASCII + LATIN_1 + SIGNS, features: true },
  { from: 'geist-mono/GeistMono-Variable.woff2', to: 'geist-mono.woff2', text: ASCII + SIGNS, features: false },
];

await mkdir(OUT, { recursive: true });
let totalBytes = 0;
for (const { from, to, text, features } of sources) {
  const whole = await readFile(join(fontsDir, from));
  const subset = await subsetFont(whole, text, {
    targetFormat: 'woff2',
    variationAxes: { wght: { min: 400, max: 600, default: 400 } },
    noLayoutClosure: !features,
  });
  await writeFile(join(OUT, to), subset);
  totalBytes += subset.length;
}
if (totalBytes > FONTS_MAX_BYTES) {
  console.error(`The fonts are ${totalBytes} bytes together, more than ${FONTS_MAX_BYTES}: take signs or letters out.`);
  process.exitCode = 1;
}
