import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSettings, parseSettings } from './settings.ts';

test('settings survive storage', () => {
  const settings = parseSettings(
    '{"language":"zh-hans","theme":"dark","zone":"utc","clock":"relative","tables":{"calls":{"columns":["start","from"],"widths":{"from":140}}},"splits":{"call":40},"choices":{"ladder.time":"relative"}}',
  );
  expect(settings.tables.get('calls')).toEqual({ columns: ['start', 'from'], widths: { from: 140 } });
  expect(parseSettings(formatSettings(settings))).toEqual(settings);
});

test('anything else in storage is the default', () => {
  for (const text of [null, '', 'null', '[]', '7', '{"theme":"<b>"}', '{"tables":7}', '{"__proto__":{"theme":"dark"}}', '{']) {
    const settings = parseSettings(text);
    expect([settings.language, settings.theme, settings.zone, settings.clock]).toEqual(['auto', 'system', 'local', 'clock']);
  }
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      const settings = parseSettings(text);
      expect(parseSettings(formatSettings(settings))).toEqual(settings);
    }),
    { numRuns: 2000 },
  );
});
