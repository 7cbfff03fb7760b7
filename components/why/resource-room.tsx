// A bar of one resource on a node: what others requested, what this pod asks on top, and whether that still fits.
import { amountText } from '#lib/model/placement/why/reason-text.ts';
import type { ResourceCheck } from '#lib/rules/scheduling/explain.ts';

export function ResourceRoom({ check }: { check: ResourceCheck }) {
  const { resource, asked, requested, allocatable, passes, takers } = check;
  const text = (amount: number): string => amountText(resource, amount);
  const scale = Math.max(allocatable, requested + asked, 1);
  const share = (amount: number): string => `${((100 * amount) / scale).toFixed(2)}%`;
  return (
    <div className="mt-1">
      <p className={passes ? 'text-ink-2' : ''}>
        {resource}: asks {text(asked)}, {text(Math.max(0, allocatable - requested))} of {text(allocatable)} free
      </p>
      <svg className="my-1 block h-1.5 w-full" aria-hidden="true">
        <rect className="room-track" width={share(allocatable)} height="100%" />
        <rect className="room-taken" width={share(requested)} height="100%" />
        <rect className={passes ? 'room-asked' : 'room-over'} x={share(requested)} width={share(asked)} height="100%" />
      </svg>
      {takers.length === 0 || passes ? null : (
        <p className="text-ink-2">taken by {takers.map(({ pod, amount }) => `${pod} ${text(amount)}`).join(', ')}</p>
      )}
    </div>
  );
}
