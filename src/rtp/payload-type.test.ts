import { describe, expect, it } from 'vitest';
import {
  clockRateByName,
  eventClock,
  joinPayloadNames,
  mediaOf,
  noMap,
  PayloadMaps,
  staticClocks,
  staticEncodingName,
  staticShortName,
} from './payload-type.ts';

describe('payload types', () => {
  it('have the names tshark 4.0.17 prints for every static number', () => {
    const names = Array.from({ length: 35 }, (_, type) => staticShortName(type));
    expect(names).toEqual([
      'g711U',
      'fs-1016',
      'g721',
      'GSM',
      'g723',
      'DVI4 8k',
      'DVI4 16k',
      'Exp. from Xerox PARC',
      'g711A',
      'g722',
      '16-bit audio, stereo',
      '16-bit audio, monaural',
      'Qualcomm',
      'CN',
      'MPEG-I/II Audio',
      'g728',
      'DVI4 11k',
      'DVI4 22k',
      'g729',
      'CN(old)',
      'Unassigned',
      'Unassigned',
      'Unassigned',
      'Unassigned',
      'Unassigned',
      'CellB',
      'JPEG',
      'Unassigned',
      'NV',
      'Unassigned',
      'Unassigned',
      'h261',
      'MPEG-I/II Video',
      'MPEG-II streams',
      'h263',
    ]);
    expect([35, 71, 77, 95].map(staticShortName)).toEqual(Array(4).fill('Unassigned'));
    expect(staticShortName(72)).toBe('Reserved for RTCP conflict avoidance');
    expect([0, 8, 9, 18, 34, 35].map(staticEncodingName)).toEqual(['PCMU', 'PCMA', 'G722', 'G729', 'H263', undefined]);
  });

  it('have a clock only where one is known', () => {
    expect(Array.from(staticClocks.subarray(0, 20))).toEqual([
      8000, 8000, 8000, 8000, 8000, 8000, 16000, 8000, 8000, 8000, 44100, 44100, 8000, 8000, 90000, 8000, 11025, 22050, 8000, 8000,
    ]);
    expect([20, 27, 35, 72, 96].map((type) => staticClocks[type])).toEqual([0, 0, 0, 0, 0]);
    expect(['AMR-WB/x', 'amr', 'EVRCWB0', 'EVRC', 'OPUS', 'nothing'].map(clockRateByName)).toEqual([16000, 8000, 16000, 8000, 48000, 0]);
  });

  it('without SDP have the defaults of Wireshark', () => {
    const maps = new PayloadMaps();
    expect([96, 99, 100, 101, 127].map((type) => [maps.shortName(noMap, type), maps.clock(noMap, type)])).toEqual([
      ['RTPType-96', 0],
      ['rtp.rfc2198', 0],
      ['rtpevent', 0],
      ['rtpevent', 0],
      ['RTPType-127', 0],
    ]);
    expect(maps.encodingName(noMap, 101)).toBeUndefined();
  });

  it('with SDP have its names, as it spells them, and its rates', () => {
    const maps = new PayloadMaps();
    const map = maps.add([
      { payloadType: 0, name: 'FOO', clockRate: 16_000 },
      { payloadType: 96, name: 'OPUS', clockRate: 48_000 },
      { payloadType: 97, name: 'Telephone-Event', clockRate: 8000 },
      { payloadType: 98, name: 'AMR', clockRate: 0 },
      { payloadType: 104, name: 'foo', clockRate: 700 },
      { payloadType: 200, name: 'bad', clockRate: 1 },
    ]);
    expect([0, 96, 97, 98, 101, 104].map((type) => [maps.shortName(map, type), maps.clock(map, type)])).toEqual([
      ['g711U', 8000],
      ['OPUS', 48_000],
      ['Telephone-Event', eventClock],
      ['AMR', 8000],
      ['RTPType-101', 0],
      ['foo', 700],
    ]);
    expect(
      joinPayloadNames(maps, [
        { payloadType: 97, map },
        { payloadType: 8, map },
        { payloadType: 101, map: -1 },
      ]),
    ).toBe('g711A, Telephone-Event');
    expect(joinPayloadNames(maps, [{ payloadType: 101, map: -1 }])).toBe('RTPType-101');
  });

  it('are kept once for equal maps, and apart for thousands', () => {
    const maps = new PayloadMaps();
    const add = (rate: number): number => maps.add([{ payloadType: 111, name: 'opus', clockRate: rate }]);
    expect(add(48_000)).toBe(add(48_000));
    expect(maps.add([{ payloadType: 0, name: 'PCMU', clockRate: 8000 }])).toBe(maps.add([]));
    for (let rate = 1; rate < 3000; rate++) expect(maps.clock(add(rate), 111)).toBe(rate);
    expect(maps.clock(add(48_000), 111)).toBe(48_000);
  });

  it('are sound, picture or neither', () => {
    expect(['PCMU', 'opus', 'H264', 'VP8', 'telephone-event', 'CN', 'rtx', undefined].map(mediaOf)).toEqual([
      'audio',
      'audio',
      'video',
      'video',
      'other',
      'other',
      'other',
      'other',
    ]);
  });
});
