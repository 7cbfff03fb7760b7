// The chain of autoscaling, broken from the menu in one place after the other, as kubectl finds it.
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { must } from '#test/support/kubectl.ts';
import { openMenu } from './menu.ts';

test.use({ clock: 'paused' });

test('each part breaks, is said to be broken, and is mended', async ({ page, kubectl }) => {
  await page.goto('/autoscaling');
  const menu = await openMenu(page);
  const step = menu.getByRole('button', { name: 'Step 1 min' });
  const stepped = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute++) {
      await step.click();
      await expect(menu.getByRole('status')).toHaveText('The clock was stepped.');
    }
  };
  const described = () => must(kubectl(['describe', 'hpa', 'sample-metrics-app-hpa']));
  const part = (name: string) => menu.getByRole('radiogroup', { name });
  await stepped(5);
  expect(await described()).toMatch(/ScalingActive +True/);
  for (const [name, broken, says] of [
    ['/metrics of the app', '404', /could not find the metric http_requests/],
    ["The metric's name", 'Unknown', /could not find the metric http_requests/],
    ['The autoscaler', 'May not', /is forbidden: User .*horizontal-pod-autoscaler/],
    ['How custom.metrics.k8s.io answers', 'Gone', /no custom metrics API \(custom\.metrics\.k8s\.io\) registered/],
    ['How custom.metrics.k8s.io answers', 'Down', /no known available metric versions found/],
    ['How Prometheus answers', 'Down', /Internal error occurred: unable to fetch metrics/],
  ] as const) {
    await part(name).getByRole('radio', { name: broken }).check();
    await expect(menu).toContainText(/Now broken: 1 (part of autoscaling|source of metrics)\./);
    await stepped(2);
    expect(await described()).toMatch(says);
    await menu.getByRole('button', { name: 'Mend all' }).click();
    await expect(menu).toContainText('Nothing is broken.');
  }
  await stepped(2);
  expect(await described()).toMatch(/ScalingActive +True/);
  await expectAccessible(page);
});
