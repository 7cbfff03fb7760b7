// A bar of a share. SVG, because a strict style policy forbids widths in style attributes.

interface MeterProps {
  /** 0 to 100 and beyond (drawn full); null where nobody knows, which is not an empty bar. */
  percent: number | null;
  className?: string;
}

/** Always beside a text with the number, so hidden from screen readers. */
export function Meter({ percent, className = 'h-1.5 w-16' }: MeterProps) {
  return (
    <svg className={`block ${className}`} aria-hidden="true">
      {percent === null ? (
        <line className="meter-none" x1="0" x2="100%" y1="50%" y2="50%" />
      ) : (
        <>
          <rect className="meter-track" width="100%" height="100%" rx="1" />
          <rect className="meter-fill" width={`${Math.min(Math.max(percent, 0), 100)}%`} height="100%" rx="1" />
        </>
      )}
    </svg>
  );
}
