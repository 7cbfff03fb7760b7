'use client';
// The address on the internet, to be read from the back of the room and by a phone's camera.
import dynamic from 'next/dynamic';
import { Command } from '#components/ui/command.tsx';
import type { GateState } from '#lib/model/workshop/gates.ts';
import { Part } from './part.tsx';

const QrCode = dynamic(() => import('./qr-code.tsx').then((module) => module.QrCode), {
  ssr: false,
  loading: () => <div className="qr-code" />,
});

export function PublicAddress({ gates }: { gates: readonly GateState[] }) {
  const address = gates.flatMap((gate) => gate.address ?? [])[0];
  if (address === undefined) return null;
  return (
    <Part title="Public address" note="anybody who has it gets in">
      <div className="public-address">
        <QrCode text={address} />
        <div className="min-w-0 grow">
          <a href={address} target="_blank" rel="noreferrer" className="public-address-text">
            {address.replace('https://', '')}
          </a>
          <Command text={address} what="address" />
        </div>
      </div>
    </Part>
  );
}
