import { expect, it } from 'vitest';
import { is32BitUserland, platformOfBoard } from './board-platform.ts';
import { formatPlatform } from './platform.ts';

it.each([
  ['arm', '6.12.47+rpt-rpi-v6', 'linux/arm/v6', false],
  ['arm', '4.4.50-hypriotos+', 'linux/arm/v6', false],
  ['arm', '5.10.103+', 'linux/arm/v6', false],
  ['arm', '4.4.50-hypriotos-v7+', 'linux/arm/v7', false],
  ['arm', '5.10.103-v7l+', 'linux/arm/v7', false],
  ['arm', '6.12.47+rpt-rpi-v7', 'linux/arm/v7', false],
  ['arm', '4.19.66-armmp', 'linux/arm/v7', false],
  ['arm', '5.4.6-sunxi', 'linux/arm/v7', false],
  ['arm', '6.12.47+rpt-rpi-v8', 'linux/arm/v8', true],
  ['arm', '6.12.47+rpt-rpi-2712', 'linux/arm/v8', true],
  ['arm64', '6.12.47+rpt-rpi-v8', 'linux/arm64', false],
  ['arm64', '4.9.13-bee42-v8', 'linux/arm64', false],
  ['amd64', '6.8.0-87-generic', 'linux/amd64', false],
  ['riscv64', '6.12.48+deb13-riscv64', 'linux/riscv64', false],
])('%s under %s is %s', (architecture, kernelVersion, expected, userland) => {
  const facts = { architecture, operatingSystem: 'linux', kernelVersion };
  expect(formatPlatform(platformOfBoard(facts))).toBe(expected);
  expect(is32BitUserland(facts)).toBe(userland);
});
