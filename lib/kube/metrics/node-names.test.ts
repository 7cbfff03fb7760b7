import { describe, expect, it } from 'vitest';
import { NodeNames, ownNames } from './node-names.ts';

const node = (name: string, ip: string, hostname = name) => ({
  name,
  addresses: [
    { type: 'InternalIP', address: ip },
    { type: 'Hostname', address: hostname },
  ],
});
const NODES = [
  node('pi5', '192.168.200.215', 'raspberrypi5'),
  node('pi6.rack.local', '192.168.200.216', 'pi6.rack.local'),
  node('upboard1', 'fd00::7'),
  // Two boards of which nobody changed the name.
  node('twin-a', '10.0.0.1', 'ubuntu'),
  node('twin-b', '10.0.0.2', 'ubuntu'),
];

describe('whose a series is', () => {
  it.each<[what: string, labels: Record<string, string>, node: string | null]>([
    ['the node label', { node: 'pi5', instance: '10.9.9.9:10250' }, 'pi5'],
    ['an older node label', { kubernetes_node: 'pi5' }, 'pi5'],
    ['a label of the node itself', { kubernetes_io_hostname: 'raspberrypi5' }, 'pi5'],
    ['what the board calls itself', { nodename: 'RaspberryPi5' }, 'pi5'],
    ['its name as instance', { instance: 'pi5' }, 'pi5'],
    ['its name with a port', { instance: 'pi5:10250' }, 'pi5'],
    ['its address with a port', { instance: '192.168.200.216:9100' }, 'pi6.rack.local'],
    ['its address of the newer kind', { instance: '[fd00::7]:9100' }, 'upboard1'],
    ['the first part of its name', { instance: 'pi6:9100' }, 'pi6.rack.local'],
    ['a label that names nobody, then one that does', { node: 'elsewhere', instance: '10.0.0.2:9100' }, 'twin-b'],
    ['an address of another cluster', { instance: '172.16.0.1:9100' }, null],
    ['a name that two have', { nodename: 'ubuntu' }, null],
    ['an empty label', { node: '' }, null],
    ['no label', {}, null],
  ])('%s', (_, labels, expected) => {
    expect(new NodeNames(NODES).of(labels)).toBe(expected);
  });

  it('follows what node_exporter says of an address that no node has', () => {
    const own = ownNames([
      { labels: { instance: '10.42.0.7:9100', nodename: 'pi5' } },
      { labels: { instance: '10.42.0.8:9100', nodename: 'pi6.lan' } },
      { labels: { instance: '10.42.0.9:9100', nodename: 'ubuntu' } },
      { labels: { nodename: 'pi5' } },
    ]);
    const names = new NodeNames(NODES, own);
    const of = (instance: string) => names.of({ instance });
    expect(['10.42.0.7:9100', '10.42.0.8:9100', '10.42.0.9:9100'].map(of)).toEqual(['pi5', 'pi6.rack.local', null]);
  });
});
