// What node_exporter tells of a board: its cores, memory, disk and network, and how it bears them.
// Names and labels as in node_exporter collector/*_linux.go; an alarm of voltage as drivers/hwmon/raspberrypi-hwmon.c.
import { memoryBytes as bytesOf } from '#lib/rules/quantity.ts';
import type { Faults } from '../faults.ts';
import type { Hardware } from '../kubelet/board.ts';
import { noise } from '../usage/noise.ts';
import type { Usage } from '../usage/usage.ts';
import type { MeasuredBoard } from './kubelets.ts';
import type { Labels } from './promql/syntax-tree.ts';
import { counter, gauge, type Origin, type ScrapedSample } from './scraped.ts';
import { bornMs } from './target-address.ts';

/** How the time of busy cores divides. */
const BUSY_MODES = { user: 0.68, system: 0.27, iowait: 0.05 } as const;
/** Of the firmware of a Raspberry Pi: soft limit, and what the clock falls to. */
const HOT_CELSIUS = 85;
const HELD_DOWN = 0.43;
const COOLING_STEPS = 4;
const SECTION_BYTES_PER_SECOND = 3_500;
const BYTES_PER_MILLICORE = 45;
const VARIATION = 0.25;

export interface ExporterInput {
  board: MeasuredBoard;
  usage: Usage;
  hardware: Hardware;
  faults: Pick<Faults, 'underVoltage' | 'overheated'>;
  /** Number of the scrape: what varies, varies with it. */
  index: number;
  atMs: number;
}

export function exporterSamples(origin: Origin, input: ExporterInput): ScrapedSample[] {
  const { board, atMs } = input;
  const info = board.node.status?.nodeInfo;
  const { name } = board.node.metadata;
  const uname: Labels = {
    domainname: '(none)',
    machine: info?.architecture ?? '',
    nodename: name,
    release: info?.kernelVersion ?? '',
    sysname: 'Linux',
  };
  return [
    gauge(origin, 'node_time_seconds', atMs / 1_000),
    gauge(origin, 'node_boot_time_seconds', bornMs(board.node) / 1_000),
    gauge(origin, 'node_uname_info', 1, uname),
    ...cores(origin, input),
    ...memory(origin, input),
    ...heatAndVoltage(origin, input),
    ...disk(origin, input),
    ...network(origin, input),
  ];
}

/** The share of all cores that work. */
function load({ board, usage }: ExporterInput): number {
  return Math.min(1, usage.cpuMillicores / 1_000 / coreCount(board));
}

function coreCount({ node }: MeasuredBoard): number {
  return Number(node.status?.capacity?.['cpu'] ?? 1);
}

function cores(origin: Origin, input: ExporterInput): ScrapedSample[] {
  const { board } = input;
  const sinceMs = bornMs(board.node);
  const busy = load(input);
  const shares = Object.entries({ idle: 1 - busy, ...BUSY_MODES }).map(([mode, share]): [string, number] => [
    mode,
    mode === 'idle' ? share : share * busy,
  ]);
  return Array.from({ length: coreCount(board) }, (_, index) => String(index)).flatMap((cpu) =>
    shares.map(([mode, perSecond]) => counter(origin, 'node_cpu_seconds_total', { perSecond, sinceMs }, { cpu, mode })),
  );
}

function memory(origin: Origin, { board, usage }: ExporterInput): ScrapedSample[] {
  const total = bytesOf(board.node.status?.capacity?.['memory'] ?? '0');
  return [
    gauge(origin, 'node_memory_MemTotal_bytes', total),
    gauge(origin, 'node_memory_MemAvailable_bytes', Math.max(0, total - usage.memoryBytes)),
  ];
}

function heatAndVoltage(origin: Origin, input: ExporterInput): ScrapedSample[] {
  const { hardware, faults, index, board } = input;
  const { name } = board.node.metadata;
  const isHot = faults.overheated.includes(name);
  const isShort = faults.underVoltage.includes(name);
  const warmth = hardware.restCelsius + (hardware.busyCelsius - hardware.restCelsius) * load(input);
  const celsius = Math.round((isHot ? HOT_CELSIUS : warmth) * 10 + noise(`heat/${name}`, index) * 8) / 10;
  const zone = hardware.thermalZone;
  const hertz = hardware.maxHertz * (isHot || isShort ? HELD_DOWN : 1);
  const each = Array.from({ length: coreCount(board) }, (_, core) => String(core)).flatMap((cpu) => [
    gauge(origin, 'node_cpu_frequency_max_hertz', hardware.maxHertz, { cpu }),
    // The kernel's limit falls with heat; what the firmware does about too little voltage it does behind its back.
    gauge(origin, 'node_cpu_scaling_frequency_max_hertz', isHot ? hertz : hardware.maxHertz, { cpu }),
    gauge(origin, 'node_cpu_scaling_frequency_hertz', hertz, { cpu }),
  ]);
  const alarm = { chip: 'soc:firmware_raspberrypi_hwmon', sensor: 'in0' };
  return [
    gauge(origin, 'node_thermal_zone_temp', celsius, { type: zone, zone: '0' }),
    gauge(origin, 'node_cooling_device_cur_state', isHot ? COOLING_STEPS - 1 : 0, { name: '0', type: 'cpufreq-cpu0' }),
    gauge(origin, 'node_cooling_device_max_state', COOLING_STEPS, { name: '0', type: 'cpufreq-cpu0' }),
    ...each,
    ...(hardware.voltageAlarm ? [gauge(origin, 'node_hwmon_in_lcrit_alarm_volts', isShort ? 1 : 0, alarm)] : []),
  ];
}

function disk(origin: Origin, input: ExporterInput): ScrapedSample[] {
  const { hardware, index, board } = input;
  const { device, partition, usedShare } = hardware.disk;
  const size = bytesOf(board.node.status?.capacity?.['ephemeral-storage'] ?? '0');
  const root = { device: `/dev/${partition}`, fstype: 'ext4', mountpoint: '/' };
  const busy = Math.max(0, Math.min(1, 0.01 + 0.2 * load(input) + 0.01 * noise(`disk/${origin.key}`, index)));
  return [
    gauge(origin, 'node_filesystem_size_bytes', size, root),
    gauge(origin, 'node_filesystem_avail_bytes', Math.round(size * (1 - usedShare)), root),
    counter(origin, 'node_disk_io_time_seconds_total', { perSecond: busy, sinceMs: bornMs(board.node) }, { device }),
  ];
}

function network(origin: Origin, input: ExporterInput): ScrapedSample[] {
  const { hardware, index, board, usage } = input;
  const sinceMs = bornMs(board.node);
  const base = SECTION_BYTES_PER_SECOND + BYTES_PER_MILLICORE * usage.cpuMillicores;
  const grows = (name: string, share: number) => ({
    perSecond: base * share * (1 + VARIATION * noise(`${name}/${origin.key}`, index)),
    sinceMs,
  });
  const device = hardware.network;
  return [
    counter(origin, 'node_network_receive_bytes_total', grows('receive', 1), { device }),
    counter(origin, 'node_network_transmit_bytes_total', grows('transmit', 0.7), { device }),
    counter(origin, 'node_network_receive_bytes_total', grows('lo', 0.4), { device: 'lo' }),
    counter(origin, 'node_network_transmit_bytes_total', grows('lo', 0.4), { device: 'lo' }),
  ];
}
