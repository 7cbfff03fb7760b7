// Small variations that look alive and yet are the same in each run: a function of a name and a sample's number.

/** In [-1, 1]. The first sample has none, so that a scenario opens with exactly the figures it states. */
export function noise(name: string, sample: number): number {
  if (sample === 0) return 0;
  let hash = 0x811c9dc5 ^ Math.imul(sample, 0x9e3779b1);
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 13), 0x297a2d39);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2_147_483_648 - 1;
}
