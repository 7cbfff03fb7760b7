import Link from 'next/link';
import { Command } from '#components/ui/command.tsx';
import { Notice } from '#components/ui/notice.tsx';

export default function NodeNotFound() {
  return (
    <Notice title="There is no such node in this cluster">
      <p>It may have been deleted, or the address has a typing error. These are there:</p>
      <div className="my-3">
        <Command text="kubectl get nodes" />
      </div>
      <Link href="/" className="text-ink underline">
        To the overview
      </Link>
    </Notice>
  );
}
