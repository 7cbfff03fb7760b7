// What the graphs say in numbers.
import type { Page } from '@playwright/test';

/** The column of the numbers' table, the newest first; a hole is a dash. */
export async function columnOf(page: Page, key: string): Promise<string[]> {
  const table = page.getByRole('region', { name: 'Numbers of the graphs' }).getByRole('table');
  const rows = await table.evaluate((element) =>
    [...element.querySelectorAll('tr')].map((row) => [...row.cells].map((cell) => cell.innerText)),
  );
  const [, keys = [], ...lines] = rows;
  const at = keys.indexOf(key);
  return at === -1 ? [] : lines.map((line) => line[at + 1] ?? '');
}
