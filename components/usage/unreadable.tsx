// A table that may not be shown: the verb and the resource that are missing.

interface UnreadableProps {
  what: string;
  verb: string;
  resource: string;
}

export function Unreadable({ what, verb, resource }: UnreadableProps) {
  return (
    <div className="max-w-160 rounded border border-error p-6 outline-1 outline-offset-2 outline-error">
      <h3 className="text-16 font-semibold">The {what} may not be read</h3>
      <p className="text-ink-2">
        The user of this kubeconfig lacks <code className="text-ink">{verb}</code> on{' '}
        <code className="text-ink">{resource}</code>.
      </p>
    </div>
  );
}
