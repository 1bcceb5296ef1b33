import { describe, expect, test } from 'vitest';
import type { CaptureInterface } from '../capture/interface-table.ts';
import { epochText, sharedTick } from './epoch.ts';

const face = (resolution: string, linkType = 1): CaptureInterface => ({ linkType, resolution }) as CaptureInterface;

describe('epoch text', () => {
  test('nine decimals, also before 1970', () => {
    expect(epochText(1_795_221_017_780_363_993n, 0)).toBe('1795221017.780363993');
    expect(epochText(0n, -1)).toBe('-0.000000001');
    expect(epochText(5n, Number.NaN)).toBe('0.000000005');
  });

  test('more than 104 days from the first packet the tick of the capture counts', () => {
    const epoch = 1_303_892_069_123_457_000n;
    const exact = 1_412_966_542_402_856_000n;
    const time = Number(exact - epoch);
    expect(epochText(epoch, time)).not.toBe('1412966542.402856000');
    expect(epochText(epoch, time, 1000)).toBe('1412966542.402856000');
    expect(epochText(epoch, 1, 1000)).toBe('1303892069.123457001');
  });

  test('the tick all interfaces share', () => {
    expect(sharedTick([face('1000')])).toBe(1000);
    expect(sharedTick([face('1000'), face('1')])).toBe(1);
    expect(sharedTick([face('1000000'), face('1000'), face('', -1)])).toBe(1000);
    expect(sharedTick([face('2^-20 s')])).toBe(1);
    expect(sharedTick([])).toBe(1);
  });
});
