// Which Kubernetes the simulated cluster speaks, and that it is healthy.

/** GET /version. The build fields say honestly what this is. */
export const VERSION = {
  major: '1',
  minor: '37',
  emulationMajor: '1',
  emulationMinor: '37',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '36',
  gitVersion: 'v1.37.2',
  gitCommit: 'simulated',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'none',
  compiler: 'bramble',
  platform: 'simulated/amd64',
};
