import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';

const POD = `# mine
kind: Pod
apiVersion: v1
metadata: {name: shop}
spec:
  containers: [{name: web, image: mysql:8.4}]
`;

test(
  'YAML is given back pinned',
  simulatedOnly('it needs a registry, and only a simulated one is here'),
  async ({ page, dashboard }) => {
    await page.goto('/images');
    await page.getByRole('button', { name: 'Pin YAML' }).click();
    const dialog = page.getByRole('dialog', { name: 'Pin YAML to what its images support' });
    await dialog.getByRole('textbox', { name: 'YAML', exact: true }).fill(POD);
    await dialog.getByRole('button', { name: 'Pin it' }).click();
    await expect(dialog).toContainText('Pod shop requires kubernetes.io/arch in (amd64, arm64)');
    await expect(dialog.getByRole('textbox', { name: 'Pinned YAML' })).toHaveValue(/^# mine[\s\S]*amd64, arm64/);
    await expectAccessible(page);

    const answer = await fetch(`${dashboard.url}/api/pin`, {
      method: 'POST',
      headers: { 'content-type': 'application/yaml' },
      body: POD.replace('mysql:8.4', 'registry.example/nobody/knows:1'),
    });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining('Pod shop cannot be pinned') });
  },
);
