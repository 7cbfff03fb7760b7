// Cases in which the simulated cluster differs from a real one on purpose, by `Kind: name`, each with its reason.

export const EXCEPTIONS: Readonly<Record<string, string>> = {};
