// What `POST /api/pin` answers where JSON is accepted.

export interface PinnedYaml {
  /** The whole input again, comments and order kept. */
  yaml: string;
  /** One for each object in it. */
  documents: readonly PinnedDocument[];
}

export interface PinnedDocument {
  /** `Deployment web`. */
  about: string;
  /** `unchanged`: there is nothing to pin, or nothing to do; `impossible`: it could not be pinned. */
  outcome: 'pinned' | 'unchanged' | 'impossible';
  text: string;
}
