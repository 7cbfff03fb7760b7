// Runs once when the server starts: the watches begin before the first visitor comes, and end with the process.
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { boot } = await import('#lib/server/boot.ts');
  await boot();
}
