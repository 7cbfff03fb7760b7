'use client';
// For a classroom without a way to the registries: which images the chosen steps need, and another registry for them.
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Command } from '#components/ui/command.tsx';
import { TextField } from '#components/what-if/field.tsx';
import { formatCount } from '#lib/format/count.ts';
import { preloadText } from '#lib/model/workshop/preload.ts';
import { Part } from './part.tsx';
import { useWorkshop } from './workshop-context.ts';

const WITHOUT_PREFIX = 'to be loaded onto the boards beforehand, or put into a registry of your own';
const WITH_PREFIX = 'to be put into that registry beforehand, with all their architectures';

export function Preload() {
  const { run } = useWorkshop();
  const { images } = run;
  return (
    <Part
      title="Without a way to the internet"
      note={
        images.length === 0
          ? 'nothing that could be made now needs an image'
          : `${formatCount(images.length, 'image')} for what is chosen, ${run.choices.registryPrefix === null ? WITHOUT_PREFIX : WITH_PREFIX}`
      }
    >
      {images.length === 0 ? null : <Command text={images.map(preloadText).join('\n')} what="list of images" />}
      {/* What somebody else saves is not typed over half of what is typed here. */}
      <PrefixForm key={run.choices.registryPrefix ?? ''} />
    </Part>
  );
}

function PrefixForm() {
  const { choices, choose, lock } = useWorkshop();
  const [text, setText] = useState(choices.registryPrefix ?? '');
  const note = useId();
  const save = (event: FormEvent): void => {
    event.preventDefault();
    choose({ registryPrefix: text.trim() === '' ? null : text.trim() });
  };
  return (
    <form onSubmit={save} className="mt-3">
      <div className="flex max-w-160 items-end gap-2">
        <div className="min-w-0 grow">
          <TextField
            label="Registry prefix"
            placeholder="registry.classroom.example:5000/mirror"
            autoComplete="off"
            spellCheck={false}
            value={text}
            disabled={lock !== null}
            aria-describedby={note}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <Button type="submit" disabled={lock !== null}>
          Use it
        </Button>
      </div>
      <p id={note} className="mt-1 text-ink-2">
        Put before each image’s name. Empty: the registries themselves. It holds for all who look at this workshop.
      </p>
    </form>
  );
}
