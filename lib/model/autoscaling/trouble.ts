// What is wrong with an autoscaler's chain, in one shape: what it is, what to do next, and how to look.

export interface Trouble {
  /** One sentence without a full stop. */
  words: string;
  /** What to do next. */
  next: string;
  /** What shows or changes it by hand; null where no one command does. */
  kubectl: string | null;
}
