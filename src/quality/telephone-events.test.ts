import { describe, expect, it } from 'vitest';
import { TelephoneEvents, digitOf } from './telephone-events.ts';

/** time in ms, timestamp, event, end, volume, duration */
type Report = readonly [number, number, number, boolean, number, number];

function gather(reports: readonly Report[], declared = true): TelephoneEvents {
  const events = new TelephoneEvents();
  for (const [i, [ms, timestamp, code, end, volume, duration]] of reports.entries()) {
    const octets = new Uint8Array([0xff, code, (end ? 0x80 : 0) | volume, duration >> 8, duration & 0xff, 0xff]);
    events.add(i, ms * 1e6, timestamp, declared, new DataView(octets.buffer), 1, 5);
  }
  return events;
}

const five: Report[] = [
  [20, 1000, 5, false, 10, 160],
  [40, 1000, 5, false, 10, 320],
  [60, 1000, 5, false, 10, 480],
  [80, 1000, 5, true, 10, 640],
  [80, 1000, 5, true, 10, 640],
  [81, 1000, 5, true, 10, 640],
];

describe('telephone events', () => {
  it('tells one event of many packets', () => {
    const [event, ...rest] = gather(five).list(8000);
    expect(rest).toEqual([]);
    expect(event).toMatchObject({
      code: 5,
      timestamp: 1000,
      time: 0,
      packet: 0,
      lastPacket: 5,
      units: 640,
      duration: 80,
      attenuation: 10,
      ended: true,
      packets: 6,
    });
    expect(digitOf(event!.code)).toBe('5');
  });

  it('tells the same digit again by its new timestamp', () => {
    const again = five.map(([ms, timestamp, ...rest]): Report => [ms + 200, timestamp + 1600, ...rest]);
    expect(
      gather([...five, ...again])
        .list(8000)
        .map(({ code, time }) => [code, time]),
    ).toEqual([
      [5, 0],
      [5, 200e6],
    ]);
  });

  it('joins the segments of an event longer than 65535 units', () => {
    const reports: Report[] = [];
    for (let duration = 160; duration <= 65440; duration += 160) reports.push([duration / 8, 0, 1, false, 7, duration]);
    reports.push([8192, 0, 1, false, 7, 65535]);
    for (let duration = 160; duration <= 1600; duration += 160) reports.push([8192 + duration / 8, 65535, 1, duration === 1600, 7, duration]);
    const [event, ...rest] = gather(reports).list(8000);
    expect(rest).toEqual([]);
    expect(event).toMatchObject({ code: 1, timestamp: 0, units: 67135, ended: true });
  });

  it('knows an event whose end never came', () => {
    expect(gather(five.slice(0, 3)).list(8000)[0]).toMatchObject({ ended: false, units: 480 });
  });

  it('measures the rate of durations when the sound runs at another', () => {
    expect(gather(five).rate(48000)).toBe(8000);
    expect(gather(five.map(([ms, timestamp, code, end, volume, duration]): Report => [ms, timestamp, code, end, volume, duration * 6])).rate(48000)).toBe(
      48000,
    );
    expect(gather(five.slice(0, 1)).rate(16000)).toBe(16000);
  });

  it('without SDP asks for a digit, three packets and growth', () => {
    expect(gather(five, false).list(0)).toHaveLength(1);
    expect(gather(five.slice(0, 2), false).list(0)).toEqual([]);
    expect(
      gather(
        five.map(([ms, timestamp, , ...rest]): Report => [ms, timestamp, 99, ...rest]),
        false,
      ).list(0),
    ).toEqual([]);
    expect(
      gather(
        five.map((): Report => [0, 1, 5, false, 0, 160]),
        false,
      ).list(0),
    ).toEqual([]);
  });

  it('takes any octets', () => {
    const events = new TelephoneEvents();
    const octets = Uint8Array.from({ length: 64 }, (_, i) => (i * 37) & 0xff);
    const view = new DataView(octets.buffer);
    for (let at = 0; at < 64; at++) for (let end = at; end <= 64; end++) events.add(at, at * 1e6, at, true, view, at, end);
    expect(events.list(0).length).toBeGreaterThan(0);
  });
});
