import { expect, test } from 'vitest';
import { darkColours, lightColours } from './theme.ts';

function luminance(hex: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

const grounds = ['bg', 'surface', 'surface-2', 'sunken', 'accent-soft'] as const;
const texts = ['text', 'text-2', 'text-3', 'accent', 'error', 'warning', 'ok', 'note'] as const;

for (const [name, colours] of [
  ['light', lightColours],
  ['dark', darkColours],
] as const) {
  test(`${name}: every text colour keeps 4.5:1 on every ground`, () => {
    for (const text of texts)
      for (const ground of grounds) {
        expect(contrast(colours[text], colours[ground]), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
  });
  test(`${name}: severity colours keep 4.5:1 on their soft ground, and text on the accent`, () => {
    for (const severity of ['error', 'warning', 'ok', 'note'] as const)
      expect(contrast(colours[severity], colours[`${severity}-soft`]), severity).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours['on-accent'], colours.accent)).toBeGreaterThanOrEqual(4.5);
  });
  test(`${name}: series stand out from the surface`, () => {
    for (const series of [1, 2, 3, 4, 5, 6] as const) expect(contrast(colours[`series-${series}`], colours.surface)).toBeGreaterThanOrEqual(3);
  });
}
