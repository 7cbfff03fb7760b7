'use client';
// What the board is, how that is known, and what runs on it.
import { Age } from '#components/ui/age.tsx';
import { Facts } from '#components/ui/facts.tsx';
import type { NodeView } from '#lib/model/node/node-view.ts';

const SURE_WORDS = {
  confirmed: 'Confirmed',
  likely: 'Likely',
  guess: 'A guess',
  unknown: 'Not known',
} as const;

export function Hardware({ node }: { node: NodeView }) {
  const { hardware, board } = node;
  // The hostname is nearly always the node's name: said once is enough.
  const addresses = node.addresses.filter(({ address }) => address !== node.name);
  const name = board.detail === null ? board.label : `${board.label}, ${board.detail}`;
  return (
    <section aria-label="Hardware" className="mt-5 min-w-0 grow basis-64">
      <p className="font-medium">{name}</p>
      <p className="mb-3 text-ink-2">
        {SURE_WORDS[board.sure]}: {board.why}.
      </p>
      <Facts
        facts={[
          ['arch', hardware.architecture],
          ['system', hardware.osImage],
          ['kernel', hardware.kernelVersion],
          ['kubelet', hardware.kubeletVersion],
          ['runtime', hardware.containerRuntimeVersion],
          ...addresses.map(({ type, address }): [string, string] => [ADDRESS_WORDS[type] ?? type, address]),
          ['pod range', hardware.podCIDR],
          ['provider', hardware.providerId],
          ['machine', hardware.machineId],
          ['age', <Age key="age" since={node.createdAt} />],
        ]}
      />
    </section>
  );
}

const ADDRESS_WORDS: Readonly<Record<string, string>> = {
  InternalIP: 'address',
  ExternalIP: 'external',
  Hostname: 'hostname',
};
