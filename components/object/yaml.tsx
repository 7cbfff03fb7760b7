'use client';
// The object as the API server has it, when asked for.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Command } from '#components/ui/command.tsx';
import { Section } from '#components/ui/section.tsx';
import { fetchOk } from '#lib/queries/status-error.ts';

interface YamlProps {
  name: string;
  /** Below the API server's root: `api/v1/nodes/pi5`. */
  path: string;
  /** What prints the same. */
  command: string;
}

export function Yaml({ name, path, command }: YamlProps) {
  const [open, setOpen] = useState(false);
  const yaml = useQuery({
    queryKey: ['yaml', path],
    queryFn: async ({ signal }) => (await fetchOk(`/api/k8s/${path}?as=yaml`, { signal })).text(),
    enabled: open,
    gcTime: 0,
    retry: false,
  });
  return (
    <Section
      id="yaml"
      title="YAML"
      note="as it is now; it does not follow changes"
      action={
        <Button onClick={() => (open ? void yaml.refetch() : setOpen(true))}>
          {open ? 'Read again' : 'Show YAML'}
        </Button>
      }
    >
      <Command text={command} />
      {yaml.error === null ? null : (
        <p role="alert" className="mt-3 font-medium text-error">
          {yaml.error.message}
        </p>
      )}
      {yaml.data === undefined ? null : (
        <section
          aria-label={`YAML of ${name}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="mt-3 max-h-120 overflow-auto rounded border border-line bg-bench p-3"
        >
          <pre>{yaml.data}</pre>
        </section>
      )}
    </Section>
  );
}
