'use client';
// The numbers behind the graphs, for whoever cannot or does not want to see them drawn.
import { momentTime } from '#components/charts/local-time.ts';
import { AMOUNT_TITLES, amountText } from '#lib/model/usage/graph/graph-text.ts';
import { stepCount } from '#lib/model/usage/graph/moment.ts';
import type { Amount } from '#lib/model/usage/graph/silence.ts';
import type { UsageGraphView } from '#lib/model/usage/usage-view.ts';

const AMOUNTS: readonly Amount[] = ['cpu', 'memory'];
/** The newest first. */
export function GraphNumbers({ view }: { view: UsageGraphView }) {
  const { series, fromMs, toMs, stepMs } = view;
  const indices = Array.from({ length: stepCount(view) }, (_, index) => index).reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="graph-numbers" aria-label="Numbers of the graphs" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Time
            </th>
            {AMOUNTS.map((amount) => (
              <th key={amount} scope="colgroup" colSpan={Math.max(1, series.length)}>
                {AMOUNT_TITLES[amount]}
              </th>
            ))}
          </tr>
          <tr>
            {AMOUNTS.flatMap((amount) =>
              series.map(({ key }) => (
                <th key={`${amount} ${key}`} scope="col">
                  {key}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {indices.map((index) => {
            const atMs = fromMs + index * stepMs;
            return (
              <tr key={atMs}>
                <th scope="row">{momentTime(atMs, toMs - fromMs)}</th>
                {AMOUNTS.flatMap((amount) =>
                  series.map((one) => (
                    <td key={`${amount} ${one.key}`}>{amountText(one[amount].mean[index] ?? null, amount)}</td>
                  )),
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
