'use client';
// Opens the dialog that pins pasted YAML; its code comes when it is asked for.
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';

const PinYamlDialog = dynamic(() => import('./pin-yaml-dialog.tsx').then((module) => module.PinYamlDialog), {
  ssr: false,
});

export function PinYamlButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Pin YAML…</Button>
      {open ? <PinYamlDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}
