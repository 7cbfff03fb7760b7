// Replicas between the minimum and the maximum, by architecture. SVG, because a strict style policy forbids style attributes.
import { archClass } from '#components/boards/arch-class.ts';
import type { AutoscalerRow } from '#lib/model/autoscaling/autoscaling-view.ts';

/** Always beside texts with the numbers, so hidden from screen readers. */
export function ReplicaBar({ row }: { row: AutoscalerRow }) {
  const { min, max, replicas, desired, byArch, pending } = row;
  const whole = Math.max(1, max, replicas ?? 0, desired ?? 0);
  const share = (count: number): string => `${(Math.min(count, whole) / whole) * 100}%`;
  const parts = partsOf(byArch, replicas);
  const placed = parts.reduce((sum, { count }) => sum + count, 0);
  return (
    <svg className="replica-bar" aria-hidden="true">
      <rect className="replica-room" x={share(min)} width={share(Math.max(0, max - min))} y="4" height="8" />
      {parts.map(({ key, arch, from, count, ready }) => (
        <g key={key} className={archClass(arch)}>
          <rect className="replica-made" x={share(from)} width={share(count)} y="4" height="8" />
          <rect className="replica-ready" x={share(from)} width={share(ready)} y="4" height="8" />
        </g>
      ))}
      <rect className="replica-pending" x={share(placed)} width={share(pending ?? 0)} y="4.5" height="7" />
      <line className="replica-limit" x1={share(min)} x2={share(min)} y1="1" y2="15" />
      <line className="replica-limit" x1={share(max)} x2={share(max)} y1="1" y2="15" />
      {desired === null ? null : (
        <line className="replica-desired" x1={share(desired)} x2={share(desired)} y1="0" y2="16" />
      )}
    </svg>
  );
}

interface Part {
  key: string;
  arch: string;
  from: number;
  count: number;
  ready: number;
}

/** Without the pods all that is known is how many the status tells of. */
function partsOf(byArch: AutoscalerRow['byArch'], replicas: number | null): readonly Part[] {
  if (byArch === null) return [{ key: 'all', arch: '', from: 0, count: replicas ?? 0, ready: replicas ?? 0 }];
  let from = 0;
  return byArch.map(({ arch, pods, ready }) => {
    const part = { key: arch, arch, from, count: pods, ready };
    from += pods;
    return part;
  });
}
