import Link from 'next/link';
import { Notice } from '#components/ui/notice.tsx';

export default function NotFound() {
  return (
    <main>
      <Notice title="There is no such page">
        <Link href="/" className="text-ink underline">
          To the overview
        </Link>
      </Notice>
    </main>
  );
}
