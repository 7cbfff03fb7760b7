// The mark: three architectures, one cluster.

export function LogoMark() {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <rect x="1" y="1" width="8" height="8" fill="var(--amd64)" />
      <path d="M15 1l4.3 2.5v5L15 11l-4.3-2.5v-5z" fill="var(--arm64)" />
      <path d="M10 10.5l3.6 2v4l-3.6 2-3.6-2v-4z" fill="none" stroke="var(--arm)" strokeWidth="2" />
    </svg>
  );
}
