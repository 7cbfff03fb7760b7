import { describe, expect, it } from 'vitest';
import type { BoardView } from '#lib/model/overview/overview-view.ts';
import { findPlaces } from './find-places.ts';

function board(name: string, arch: string, status: 'True' | 'Unknown' = 'True'): BoardView {
  return {
    name,
    arch,
    board: { label: 'Raspberry Pi 3', detail: null, sure: 'guess', why: '' },
    roles: [],
    ready: { status, since: null, reason: null, message: null },
    cordoned: false,
    pins: [],
    podCount: 0,
    cpuMillicores: null,
    memoryBytes: null,
    cpu: { state: 'missing', reason: '', since: null },
    memory: { state: 'missing', reason: '', since: null },
    health: null,
    taints: [],
    createdAt: '2026-11-23T09:00:00Z',
  };
}

const BOARDS = [board('pi10', 'arm64'), board('pi9', 'arm'), board('up1', 'amd64', 'Unknown')];

describe('finding', () => {
  it.each([
    ['', ['/nodes/pi9', '/nodes/pi10', '/nodes/up1']],
    ['arm64', ['/nodes/pi10']],
    ['NotReady', ['/nodes/up1']],
    ['raspberry pi9', ['/nodes/pi9']],
    ['monitoring', ['/workshop/monitoring']],
    ['workshop metrics', ['/workshop/metrics', '/workshop/custom-metrics']],
    ['nothing of it', []],
  ])('%j finds %j', (text, hrefs) => {
    expect(findPlaces(BOARDS, text).map(({ href }) => href)).toEqual(hrefs);
  });
});
