/**
 * RTCP as tshark 4.0 prints it, field by field, and the same of our packet inspector: one list of values for each field of a
 * frame, in the order of the packet.
 */
import { execFileSync } from 'node:child_process';
import type { Field } from '../../src/base/field.ts';
import type { Engine } from '../../src/engine/engine.ts';

/** Fields of the inspector that have a filter name of Wireshark's. */
export const fieldKeys = [
  'rtcp.pt',
  'rtcp.ssrc.fraction',
  'rtcp.ssrc.cum_nr',
  'rtcp.ssrc.ext_high',
  'rtcp.ssrc.jitter',
  'rtcp.ssrc.lsr',
  'rtcp.ssrc.dlsr',
  'rtcp.timestamp.rtp',
  'rtcp.sender.packetcount',
  'rtcp.sender.octetcount',
  'rtcp.app.name',
  'rtcp.app.subtype',
  'rtcp.xr.bt',
  'rtcp.xr.beginseq',
  'rtcp.xr.endseq',
  'rtcp.xr.lrr',
  'rtcp.xr.dlrr',
  'rtcp.xr.stats.lost',
  'rtcp.xr.stats.dups',
  'rtcp.xr.stats.meanjitter',
  'rtcp.ssrc.discarded',
  'rtcp.xr.voipmetrics.burstdensity',
  'rtcp.xr.voipmetrics.gapdensity',
  'rtcp.xr.voipmetrics.burstduration',
  'rtcp.xr.voipmetrics.gapduration',
  'rtcp.xr.voipmetrics.rtdelay',
  'rtcp.xr.voipmetrics.esdelay',
  'rtcp.xr.voipmetrics.signallevel',
  'rtcp.xr.voipmetrics.noiselevel',
  'rtcp.xr.voipmetrics.rerl',
  'rtcp.xr.voipmetrics.gmin',
  'rtcp.xr.voipmetrics.rfactor',
  'rtcp.xr.voipmetrics.extrfactor',
  'rtcp.xr.voipmetrics.moslq',
  'rtcp.xr.voipmetrics.moscq',
  'rtcp.xr.voipmetrics.jbnominal',
  'rtcp.xr.voipmetrics.jbmax',
  'rtcp.xr.voipmetrics.jbabsmax',
  'rtcp.rtpfb.nack_pid',
  'rtcp.rtpfb.transportcc.baseseq',
  'rtcp.rtpfb.transportcc.statuscount',
  'rtcp.psfb.fir.fci.csn',
] as const;
const roundTripKeys = ['rtcp.lsr-frame', 'rtcp.lsr-frame-captured', 'rtcp.roundtrip-delay'] as const;

export interface TsharkFrame {
  readonly frame: number;
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** report frame, gap, round trip ('' where hidden) of the frame's first match; undefined without one */
  readonly roundTrip: string | undefined;
}

/** Undefined where there is no tshark. */
export function tsharkVersion(): string | undefined {
  try {
    return execFileSync('tshark', ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .split('\n')[0];
  } catch {
    return undefined;
  }
}

/** Every frame of a capture that tshark takes for RTCP. */
export function tsharkRtcp(path: string, options: readonly string[] = []): TsharkFrame[] {
  const keys = [...fieldKeys, ...roundTripKeys];
  const ask = ['-r', path, '-o', 'rtcp.show_roundtrip_calculation:TRUE', '-Y', 'rtcp', '-T', 'fields', '-E', 'separator=|', '-E', 'aggregator=;', ...options];
  const out = execFileSync('tshark', [...ask, '-e', 'frame.number', ...keys.flatMap((key) => ['-e', key])], {
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 28,
  });
  return out
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [frame, ...cells] = line.split('|');
      const lists = cells.map((cell) => (cell === '' ? [] : cell.split(';')));
      const fields: Record<string, readonly string[]> = {};
      fieldKeys.forEach((key, i) => {
        if (lists[i]!.length > 0) fields[key] = lists[i]!.map(normal);
      });
      const [report, gap, delay] = lists.slice(fieldKeys.length);
      return { frame: Number(frame), fields, roundTrip: report?.[0] === undefined ? undefined : `${report[0]} ${gap?.[0]} ${delay?.[0] ?? ''}` };
    });
}

/** Numbers in one spelling: decimal, whatever base they were printed in. */
function normal(text: string): string {
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : String(Math.round(number * 10) / 10);
}

/** The same fields of our inspector; undefined when the packet is not RTCP to us. */
export async function inspectedRtcp(engine: Engine, frame: number): Promise<Readonly<Record<string, readonly string[]>> | undefined> {
  const packet = engine.findFrame(0, frame);
  const detail = packet === undefined ? undefined : await engine.packet(packet);
  if (detail?.kind !== 'rtcp') return undefined;
  const fields: Record<string, string[]> = {};
  const wanted: ReadonlySet<string> = new Set(fieldKeys);
  const visit = (field: Field): void => {
    if (wanted.has(field.key)) (fields[field.key] ??= []).push(plainValue(field.key, field.value ?? ''));
    for (const child of field.children ?? []) visit(child);
  };
  for (const tree of detail.fields) for (const field of tree) visit(field);
  return fields;
}

/** Our inspector's texts without what they say beside the number. */
function plainValue(key: string, text: string): string {
  if (text === 'unavailable') return '127';
  if (key === 'rtcp.app.name') return text;
  return normal(text.replace(/\/256$| ms$| dBm$| \(.*\)$/g, ''));
}

/** Round trips as Wireshark has them, of everything the engine reports on calls and streams: by frame. */
export async function engineRoundTrips(engine: Engine): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>();
  const note = (received: Awaited<ReturnType<Engine['reports']>> | { readonly received: readonly unknown[] } | undefined): void => {
    for (const { place, wireshark } of (received as Awaited<ReturnType<Engine['reports']>>)?.received ?? [])
      if (wireshark !== undefined) found.set(place.frame, `${wireshark.report.frame} ${wireshark.gap} ${wireshark.roundTrip ?? ''}`);
  };
  const { counts } = engine.overview();
  for (let stream = 0; stream < counts.streams; stream++) note(await engine.reports(stream));
  for (let call = 0; ; call++) {
    const reports = await engine.callReports(call);
    if (reports === undefined) return found;
    for (const source of reports.unseen) note(source);
  }
}
