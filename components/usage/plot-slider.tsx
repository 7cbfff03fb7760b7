'use client';
// Points all graphs of use at one moment, and tells its numbers.
import type { ReactNode } from 'react';
import { momentTime } from '#components/charts/local-time.ts';
import { MomentSlider } from '#components/charts/moment-slider.tsx';
import { AMOUNT_TITLES, figureText, sumText } from '#lib/model/usage/graph/graph-text.ts';
import { type Moment, statedOf, stepCount } from '#lib/model/usage/graph/moment.ts';
import type { Amount } from '#lib/model/usage/graph/silence.ts';
import type { UsageGraphView } from '#lib/model/usage/usage-view.ts';
import { type GraphPicture, useMoment } from './use-moment.ts';

interface PlotSliderProps {
  picture: GraphPicture;
  amount: Amount;
  /** Of the chart, in px. */
  width: number;
  children: ReactNode;
}

export function PlotSlider({ picture, amount, width, children }: PlotSliderProps) {
  const { view, cursor } = picture;
  const { fromMs, toMs, stepMs } = view;
  const { moment } = useMoment(picture);
  return (
    <MomentSlider
      label={`${AMOUNT_TITLES[amount]} at a moment`}
      steps={{ fromMs, stepMs, count: stepCount(view) }}
      index={moment?.index ?? null}
      words={moment === null ? 'Nothing was measured' : momentWords(moment, view, amount)}
      plot={{ fromMs, toMs, width }}
      onPoint={(atMs) => cursor.set(atMs)}
    >
      {children}
    </MomentSlider>
  );
}

/** `14:02:15: 1.19 of 20 cores; arm64 0.35 cores, amd64 0.43 cores`. */
function momentWords(moment: Moment, view: UsageGraphView, amount: Amount): string {
  const sum = sumText(moment[amount], statedOf(view.allocatable, amount), amount);
  const parts = moment.parts
    .filter((part) => part[amount] !== null)
    .map((part) => `${part.series.key} ${figureText(part[amount], amount)}`);
  return `${momentTime(moment.atMs, view.toMs - view.fromMs)}: ${[sum, parts.join(', ')].filter(Boolean).join('; ')}`;
}
