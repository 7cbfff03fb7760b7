import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { type Kubectl, must } from '#test/support/kubectl.ts';

// A row that has just come flashes for a moment, and contrast is not to be judged in it.
test.use({ contextOptions: { reducedMotion: 'reduce' }, clock: 'x10' });

/** Built for one platform, and sent to a board of another by name: it may go anywhere. */
const ASTRAY = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'shop' },
  spec: {
    selector: { matchLabels: { app: 'shop' } },
    template: {
      metadata: { labels: { app: 'shop' } },
      spec: {
        tolerations: [{ key: 'beta.kubernetes.io/arch', operator: 'Exists' }],
        affinity: {
          nodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              {
                weight: 100,
                preference: { matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values: ['arm'] }] },
              },
            ],
          },
        },
        containers: [{ name: 'web', image: 'amd64/nginx:1.27' }],
      },
    },
  },
};

const WRONG = 'runs no containers, so nothing crashes there';

async function shopPod(kubectl: Kubectl): Promise<string> {
  let name = '';
  await expect
    .poll(
      async () => {
        const path = 'jsonpath={.items[0].metadata.name} {.items[0].status.containerStatuses[0].state.waiting.reason}';
        const printed = await must(kubectl(['get', 'pods', '-l', 'app=shop', '-o', path]));
        const [pod = '', reason] = printed.split(' ');
        name = pod;
        return reason;
      },
      { timeout: 60_000 },
    )
    .toBe('CrashLoopBackOff');
  return name;
}

test(
  'a crash is diagnosed from its log and fixed by pinning, and that is undone',
  simulatedOnly(WRONG),
  async ({ page, kubectl }) => {
    test.slow();
    const field = '.spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution';
    const required = (): Promise<string> => must(kubectl(['get', 'deployment', 'shop', '-o', `jsonpath={${field}}`]));
    await must(kubectl(['create', '-f', '-'], JSON.stringify(ASTRAY)));
    const name = await shopPod(kubectl);
    await page.goto(`/pods/default/${name}`);
    const card = page.getByRole('region', { name: 'The image is not for this board' });
    await expect(card).toContainText('exec /docker-entrypoint.sh: exec format error');
    await expect(card).toContainText('amd64/nginx:1.27 is built for linux/amd64');
    await expect(card.getByRole('listitem').filter({ hasText: 'An image that supports the board' })).toContainText(
      'nginx:1.27 lists linux/arm',
    );
    await expectAccessible(page);

    await card.getByRole('button', { name: 'Pin it there' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('kubectl patch');
    await expect(dialog).toContainText('kubernetes.io/arch');
    await expectAccessible(page);
    expect(await required()).toBe('');
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect.poll(required).toContain('amd64');
    await expect
      .poll(() => must(kubectl(['get', 'deployment', 'shop', '-o', 'jsonpath={.status.readyReplicas}'])), {
        timeout: 60_000,
      })
      .toBe('1');
    const done = page.getByRole('region', { name: 'What was done' });
    await done.getByRole('button', { name: 'Undo' }).click();
    await expect(done).toContainText('Undone');
    expect(await required()).toBe('');
  },
);

test(
  'an image that may go astray stands first, with who uses it and how it is known',
  simulatedOnly(WRONG),
  async ({ page, kubectl }) => {
    test.slow();
    await must(kubectl(['create', '-f', '-'], JSON.stringify(ASTRAY)));
    await shopPod(kubectl);
    await page.goto('/images');
    const table = page.getByRole('table', { name: 'Images in use' });
    const first = table.getByRole('row').nth(1);
    await expect(first).toContainText('amd64/nginx:1.27');
    await expect(first).toContainText('exec format error');
    await expect(first).toContainText('one platform only, read from docker.io');
    await expect(first.getByRole('button', { name: 'Pin Deployment shop' })).toBeVisible();
    await expectAccessible(page);

    await page.getByRole('combobox', { name: 'Which images' }).selectOption('trouble');
    await expect(page).toHaveURL(/show=trouble/);
    await page.reload();
    await expect(table.getByRole('row')).toHaveCount(2);
    await page.getByRole('searchbox').fill('nothing is called so');
    await expect(page.locator('main')).toContainText('drop a part of the filter');
  },
);
