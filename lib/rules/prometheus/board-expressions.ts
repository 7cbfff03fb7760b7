// What a Prometheus is asked of boards where node_exporter is: heat, voltage, throttling, card and network.
// Sources: node_exporter collector/{hwmon,thermal_zone,cpu,cpufreq,filesystem,diskstats,netdev}_linux.go.
import {
  CONTAINER_EXPRESSIONS,
  NODE_EXPRESSIONS,
  type PrometheusExpression,
  perNode,
  sumOfJob,
} from './expressions.ts';

export type BoardFact =
  | 'temperatureCelsius'
  | 'underVoltage'
  | 'throttled'
  | 'diskFreeBytes'
  | 'diskSizeBytes'
  | 'diskBusy'
  | 'receiveBytesPerSecond'
  | 'transmitBytesPerSecond';

/** Inside a container the root may be mounted elsewhere; what lies in memory or over others is no disk. */
const ROOT = 'mountpoint=~"/|/rootfs|/host/root",fstype!~"rootfs|overlay|tmpfs|squashfs"';
const DISKS = 'device!~"(loop|ram|zram|dm-|md|sr|fd|nbd).*"';
/** Those of pods and of the cluster's own network carry what passes the board's own once more. */
const CARDS =
  'device!~"lo|veth.*|docker.*|cni.*|flannel.*|cali.*|cilium.*|lxc.*|weave|vxlan.*|vethwe.*|datapath|dummy.*|kube-.*|br-.*|tun.*|nodelocaldns|ip6tnl.*|sit.*|bond.*"';

function ask(name: string, inner: string): PrometheusExpression {
  return perNode(`board-${name}`, inner);
}

/** Facts by name, ways to ask best first; true is 1, false is 0. */
export const BOARD_EXPRESSIONS: Readonly<Record<BoardFact, readonly PrometheusExpression[]>> = {
  temperatureCelsius: [
    ask('temperature', 'node_thermal_zone_temp{type=~".*cpu.*|.*soc.*|x86_pkg_temp"}'),
    ask('temperature-hwmon', 'node_hwmon_temp_celsius{chip=~".*(coretemp|k10temp|thermal).*"}'),
  ],
  // Linux drivers/hwmon/raspberrypi-hwmon.c: in0_lcrit_alarm is the firmware's under-voltage bit, never the volts.
  underVoltage: [ask('under-voltage', 'node_hwmon_in_lcrit_alarm_volts{chip=~".*(raspberrypi_hwmon|rpi_volt).*"}')],
  // A clock below its highest is a board at rest; a highest below what the chip can do is a board held down.
  throttled: [
    ask('throttled', 'node_cooling_device_cur_state{type=~".*cpufreq.*"} > bool 0'),
    ask('throttled-clock', 'node_cpu_scaling_frequency_max_hertz < bool node_cpu_frequency_max_hertz'),
  ],
  diskFreeBytes: [ask('disk-free', `node_filesystem_avail_bytes{${ROOT}}`)],
  diskSizeBytes: [ask('disk-size', `node_filesystem_size_bytes{${ROOT}}`)],
  diskBusy: [ask('disk-busy', `rate(node_disk_io_time_seconds_total{${DISKS}}[$window])`)],
  receiveBytesPerSecond: [ask('receive', sumOfJob(`rate(node_network_receive_bytes_total{${CARDS}}[$window])`))],
  transmitBytesPerSecond: [ask('transmit', sumOfJob(`rate(node_network_transmit_bytes_total{${CARDS}}[$window])`))],
};

/** When node_exporter was last read, in seconds since the epoch. */
export const BOARD_MEASURED: PrometheusExpression = ask('measured', 'timestamp(node_time_seconds)');

/** The name that each board gives itself: for instances that are neither a node's name nor its address. */
export const BOARD_NAMES: PrometheusExpression = ask('names', 'node_uname_info');

/** Everything that the dashboard ever asks. */
export const ALL_EXPRESSIONS: readonly PrometheusExpression[] = [
  ...NODE_EXPRESSIONS.flatMap(({ cpu, cpuMean, memory, memoryMean, measuredAt, samples }) => [
    cpu,
    cpuMean,
    memory,
    memoryMean,
    measuredAt,
    samples,
  ]),
  ...CONTAINER_EXPRESSIONS.flatMap((one) => [
    one.cpu,
    one.cpuMean,
    one.memory,
    one.memoryMean,
    one.measuredAt,
    one.present,
    one.namespaceCpu,
    one.namespaceCpuMean,
    one.namespaceMemory,
    one.podCpu,
    one.podCpuMean,
    one.podMemory,
  ]),
  ...Object.values(BOARD_EXPRESSIONS).flat(),
  BOARD_MEASURED,
  BOARD_NAMES,
];
