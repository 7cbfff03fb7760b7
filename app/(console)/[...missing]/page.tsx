import { notFound } from 'next/navigation';

/** Next shows what no route matches outside of every frame: so this one matches it. */
export default function Missing() {
  notFound();
}
