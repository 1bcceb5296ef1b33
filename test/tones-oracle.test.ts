/**
 * DTMF and T.38 of every shared capture against tshark 4.0.17: events from the truth files, so that no tshark is needed; the
 * fields of T.38 from expected.json and, where tshark is installed, from tshark itself. In-band digits where they are, and none in
 * the speech of all other captures (talk-off). docs/oracle.md, "DTMF and fax", tells the same.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Field } from '../src/base/field.ts';
import type { StreamRow } from '../src/contract/streams.ts';
import type { Digit } from '../src/contract/tones.ts';
import type { Engine } from '../src/engine/engine.ts';
import { openOctets } from './open-octets.ts';
import { openWithEngine } from './oracle/analyse.ts';
import { sharedFolder, truthFiles, warnWithoutShared, type TruthFile } from './oracle/truth.ts';

interface TruthEvent {
  readonly event: number;
  readonly first_frame: number;
  readonly src: string;
  readonly dst: string;
  readonly ssrc: string;
  readonly rtp_ts: number;
  readonly packets: number;
  readonly ended: boolean;
  readonly duration: number;
}

/** tshark takes anything of payload type 100 or 101 on what merely looks like RTP for events; ours is no RTP there at all. */
const notRtp: ReadonlySet<string> = new Set(['ntop_nDPI/rtp.pcapng']);
/** Packets of events that tshark counts although ICMP errors only quote them. */
const quoted: ReadonlyMap<string, number> = new Map([['recorded/sipp-netem-far.pcap', 3]]);
/** Digits that stand in the sound, by capture and SSRC: the phone lets its own tones through, two of them without an event. */
const inBand: ReadonlyMap<string, string> = new Map([['asterisk_testsuite/ulaw-3125894607.pcap 0x69fe0897', '5 8 9 0 7 2 5']]);

const files = truthFiles();
const hasTshark = canRun('tshark');
let events = 0;
let seconds = 0;

warnWithoutShared('the comparison of DTMF and T.38');
if (!hasTshark) console.log('tshark is not installed: T.38 is compared with expected.json alone');

function canRun(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function allStreams(engine: Engine): readonly StreamRow[] {
  return engine.streams({ text: '', detectedBy: [], problemOnly: false, sort: { column: 'start', descending: false } }, { offset: 0, limit: 1000 }).rows;
}

/** Events as truth.py groups them: by SSRC, timestamp and event over the whole capture. */
async function eventsOf(engine: Engine): Promise<Map<string, TruthEvent>> {
  const found = new Map<string, TruthEvent>();
  for (const row of allStreams(engine)) {
    const answer = (await engine.streamDigits(row.stream, false))!;
    const toned = answer.tones
      .filter(({ method }) => method === 'rfc4733')
      .map((tone) => ({ ...tone, units: 0, timestamp: undefined, packets: 0, ended: true }));
    for (const digit of [...answer.digits, ...toned]) add(found, row, digit);
  }
  return found;
}

function add(found: Map<string, TruthEvent>, row: StreamRow, digit: Pick<Digit, 'event' | 'timestamp' | 'units' | 'packets' | 'ended' | 'place'>): void {
  const { event, timestamp = 0, units = 0, packets, ended, place } = digit;
  const key = `${row.ssrc} ${event} ${timestamp}`;
  const before = found.get(key);
  const one = {
    event,
    ssrc: row.ssrc,
    rtp_ts: timestamp,
    src: `${row.source.address}:${row.source.port}`,
    dst: `${row.destination.address}:${row.destination.port}`,
  };
  if (before === undefined) found.set(key, { ...one, first_frame: place.frame, packets, ended: ended === true, duration: units });
  else
    found.set(key, {
      ...before,
      first_frame: Math.min(before.first_frame, place.frame),
      packets: before.packets + packets,
      ended: before.ended || ended === true,
      duration: Math.max(before.duration, units),
    });
}

function truthEvents({ id, truth }: TruthFile): readonly TruthEvent[] {
  const dtmf = (truth as unknown as { readonly dtmf?: { readonly heuristic: readonly TruthEvent[] } }).dtmf;
  return notRtp.has(id)
    ? []
    : (dtmf?.heuristic ?? []).filter(({ event }) => event <= 16).map((one) => ({ ...one, packets: one.packets - (quoted.get(id) ?? 0) }));
}

describe.skipIf(files.length === 0)('digits', () => {
  test.each(files.map((file) => [file.id, file] as const))('%s', async (id, file) => {
    const { engine, result } = await openWithEngine([file.path]);
    if (!result.opens) return;
    const ours = [...(await eventsOf(engine)).values()].filter(({ event }) => event <= 16);
    const wanted = truthEvents(file);
    const byFrame = (a: TruthEvent, b: TruthEvent): number => a.first_frame - b.first_frame;
    const plain = ({ event, ssrc, rtp_ts, packets, ended, duration, first_frame }: TruthEvent): object => ({
      event,
      ssrc,
      rtp_ts,
      packets,
      ended,
      duration,
      first_frame,
    });
    expect(ours.toSorted(byFrame).map(plain)).toEqual(wanted.toSorted(byFrame).map(plain));
    events += wanted.length;
    for (const row of allStreams(engine)) {
      const heard = (await engine.streamDigits(row.stream, true))!;
      const key = `${id} ${row.ssrc}`;
      expect(
        heard.digits
          .filter(({ method }) => method === 'inband')
          .map(({ digit }) => digit)
          .join(' '),
        key,
      ).toBe(inBand.get(key) ?? '');
      if (heard.unheard.length === 0) seconds += (row.end - row.start) / 1e9;
    }
  });

  test('digits in INFO', async () => {
    const { engine } = await openWithEngine([join(sharedFolder!, 'captures/ajbanjara_Wireshark/DTMFsipinfo.pcap')]);
    const found = (await engine.digits(0, false))!;
    expect(found.digits.map(({ digit, method, duration, direction, rejected }) => [digit, method, duration, direction, rejected])).toEqual(
      ['1', '3', '4', '2'].map((digit) => [digit, 'info', 180, 'toCallee', undefined]),
    );
  });

  test('each event of a phone that also lets the tone through has its double', async () => {
    const { engine } = await openWithEngine([join(sharedFolder!, 'captures/asterisk_testsuite/ulaw-3125894607.pcap')]);
    const { digits } = (await engine.streamDigits(0, true))!;
    const doubles = digits.filter(({ doubleOf }) => doubleOf !== undefined);
    expect(doubles.map(({ digit, doubleOf }) => [digit, digits[doubleOf!]!.digit, digits[doubleOf!]!.method])).toEqual(
      ['5', '8', '9', '0', '7'].map((digit) => [digit, digit, 'rfc4733']),
    );
    expect(digits.filter(({ method, doubleOf }) => method === 'inband' && doubleOf === undefined).map(({ digit }) => digit)).toEqual(['2', '5']);
  });
});

/** A pcap file without some of its records. */
function without(octets: Uint8Array, isGone: (record: number) => boolean): Uint8Array {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const isLittle = view.getUint8(0) !== 0xa1;
  const parts = [octets.subarray(0, 24)];
  for (let at = 24, record = 0; at + 16 <= octets.length; record++) {
    const end = at + 16 + view.getUint32(at + 8, isLittle);
    if (!isGone(record)) parts.push(octets.subarray(at, end));
    at = end;
  }
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Every T.38 packet as tshark prints its fields: sequence number, indicators, types of data, field types, primary first. */
async function faxRows(engine: Engine): Promise<string[]> {
  const rows: string[] = [];
  const { total } = await engine.packets({ kinds: ['t38'] }, { offset: 0, limit: 0 });
  for (let offset = 0; offset < total; offset += 1000) {
    const page = await engine.packets({ kinds: ['t38'] }, { offset, limit: 1000 });
    for (const { packet, place } of page.rows) {
      const detail = (await engine.packet(packet))!;
      const values = (key: string): string => numbersOf(detail.fields.flat(), key).join(',');
      rows.push([place.frame, values('t38.seq_number'), values('t38.t30_indicator'), values('t38.t30_data'), values('t38.field_type')].join('|'));
    }
  }
  return rows;
}

function numbersOf(fields: readonly Field[], key: string): string[] {
  return fields.flatMap((field) => [...(field.key === key ? [/(\d+)\)?$/.exec(field.value ?? '')![1]!] : []), ...numbersOf(field.children ?? [], key)]);
}

function tsharkRows(path: string, ...options: readonly string[]): string[] {
  const fields = ['frame.number', 't38.seq_number', 't38.t30_indicator', 't38.t30_data', 't38.field_type'].flatMap((field) => ['-e', field]);
  const text = execFileSync('tshark', ['-r', path, '-Y', 't38', '-T', 'fields', '-E', 'separator=|', ...fields, ...options], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 26,
  });
  return text.split('\n').filter((line) => line !== '');
}

describe.skipIf(sharedFolder === undefined)('T.38', () => {
  const fax = join(sharedFolder ?? '', 'captures/heatblazer_libnetin/fax38.pcap');
  const vector = join(sharedFolder ?? '', 'spec/vectors/p03_t38.pcap');
  const openFax = (): ReturnType<typeof openOctets> =>
    openOctets([{ name: 'fax38.pcap', octets: readFileSync(fax) }], 1 << 20, [{ as: 't38', port: 5100, payloadTypes: [] }]);

  test('vector p03', async () => {
    const { engine } = await openOctets([{ name: 'p03', octets: readFileSync(vector) }]);
    const expected = JSON.parse(readFileSync(join(sharedFolder!, 'spec/vectors/expected.json'), 'utf8')) as { p03_t38: { rows: string[] } };
    const ours = (await faxRows(engine)).map((row) => row.split('|').slice(1, 3).join('|'));
    expect(ours).toEqual(expected.p03_t38.rows.map((row) => row.split('|').slice(0, 2).join('|')));
    expect(await engine.faxes(0)).toMatchObject([{ outcome: 'noNegotiation', flows: [{ packets: 4, lost: 0, direction: 'toCallee' }] }]);
    if (hasTshark) expect(await faxRows(engine)).toEqual(tsharkRows(vector));
  });

  test.skipIf(!hasTshark)('every field of 2338 packets', async () => {
    const { engine } = await openFax();
    expect(await faxRows(engine)).toEqual(tsharkRows(fax, '-d', 'udp.port==5100,t38'));
  });

  test('the fax of that capture, from its answer tone to its confirmation', async () => {
    const { engine } = await openFax();
    const [one] = await engine.faxes(-1);
    // the frames in which tshark reassembles CSI to MCF are those in which ours end
    expect(one!.steps.map(({ phase, name }) => `${phase} ${name}`)).toEqual('A CED,B CSI,B DIS,B TSI,B DCS,B TCF,B CFR,C page,D EOP,D MCF'.split(','));
    expect(one).toMatchObject({ outcome: 'confirmed', pages: 1, badPages: 0, command: { speed: 14400, modulation: 'V.17', ecm: false, isFine: true } });
    expect(one!.flows.map(({ packets, lost, recovered, depthOffered }) => [packets, lost, recovered, depthOffered])).toEqual([
      [455, 0, 0, 2],
      [1883, 0, 0, 2],
    ]);
  });

  test('the same fax from redundancy, with every fifth packet gone', async () => {
    const octets = readFileSync(fax);
    const whole = (await (await openFax()).engine.faxes(-1))[0]!;
    const { engine } = await openOctets([{ name: 'lossy', octets: without(octets, (record) => record % 5 === 2) }], 1 << 20, [
      { as: 't38', port: 5100, payloadTypes: [] },
    ]);
    const lossy = (await engine.faxes(-1))[0]!;
    expect(lossy.steps.map(({ name, octets: length }) => [name, length])).toEqual(whole.steps.map(({ name, octets: length }) => [name, length]));
    expect(lossy.flows.reduce((sum, { recovered }) => sum + recovered, 0)).toBeGreaterThan(300);
    expect(lossy.flows.map(({ lost }) => lost)).toEqual([0, 0]);
    expect(Math.max(...lossy.flows.map(({ depthUsed }) => depthUsed))).toBe(1);
  });
});

afterAll(() => {
  if (files.length > 0) console.log(`digits: ${events} events as in tshark; ${Math.round(seconds)} s of sound listened to, no digit in it that is not listed`);
});
