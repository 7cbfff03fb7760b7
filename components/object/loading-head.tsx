// The head of an object's page before its data: its name is known, nothing else.

interface LoadingHeadProps {
  name: string;
  /** As the name will be drawn. */
  nameClass: string;
  /** `Loading the pod`. */
  words: string;
}

export function LoadingHead({ name, nameClass, words }: LoadingHeadProps) {
  return (
    <header className="px-4 py-4 sm:px-6">
      <h1 className={nameClass}>{name}</h1>
      <p className="text-ink-2" role="status">
        {words}
      </p>
    </header>
  );
}
