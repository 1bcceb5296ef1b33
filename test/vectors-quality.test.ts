/**
 * Jitter buffers and scores of all RTP vectors against ../shared/spec/vectors/expected.json, which rtp_reference.py (class
 * Rfc, method quality) made: late packets, Ppl, BurstR, mean delay and the MOS of G.711 with concealment, for the fixed
 * buffers of 50 and 200 ms and the adaptive one. Through the engine, as the page asks. Skips loudly without the shared material.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BufferScore } from '../src/contract/quality.ts';
import type { Engine } from '../src/engine/engine.ts';
import { effectiveImpairment, rate } from '../src/quality/e-model.ts';
import { openOctets } from './open-octets.ts';

const VECTORS = new URL('../../shared/spec/vectors/', import.meta.url);
const present = existsSync(new URL('expected.json', VECTORS));
if (!present) console.warn('\n*** ../shared/spec/vectors is absent: the quality of the RTP vectors is NOT checked ***\n');

interface ExpectedScore {
  readonly late: number;
  readonly ppl: number;
  readonly burst_ratio: number;
  readonly mos_lq: number;
  readonly r: number;
  readonly mean_delay_ms: number;
}

interface Vector {
  readonly decode_ports?: readonly number[];
  readonly rfc?: readonly {
    readonly src: string;
    readonly dst: string;
    readonly ssrc: string;
    readonly quality_g711plc: Readonly<Record<'fixed50' | 'fixed200' | 'adaptive', ExpectedScore>>;
  }[];
}

const vectors = present ? Object.entries(JSON.parse(readFileSync(new URL('expected.json', VECTORS), 'utf8')) as Record<string, Vector>) : [];
const adaptive = { kind: 'adaptive', least: 20, most: 500 } as const;

/** What the reference scores: every codec as G.711 with concealment. */
function compared(score: BufferScore): object {
  const { r, mos } = rate('narrowband', effectiveImpairment('narrowband', 0, 25.1, score.percent, score.burstRatio), 0);
  const [ppl, ratio, meanDelay] = [score.percent, score.burstRatio, score.bufferDelay].map((value) => value.toFixed(6));
  return { late: score.late, ppl, ratio, r: r.toFixed(6), mos: mos.toFixed(6), meanDelay };
}

function expected(score: ExpectedScore): object {
  const [ppl, ratio, r, mos, meanDelay] = [score.ppl, score.burst_ratio, score.r, score.mos_lq, score.mean_delay_ms].map((value) => value.toFixed(6));
  return { late: score.late, ppl, ratio, r, mos, meanDelay };
}

function streamsOf(engine: Engine): Map<string, number> {
  const { rows } = engine.streams({ text: '', detectedBy: [], problemOnly: false, sort: { column: 'index', descending: false } }, { offset: 0, limit: 100 });
  return new Map(
    rows.map((row) => [`${row.source.address}:${row.source.port} ${row.destination.address}:${row.destination.port} ${row.ssrc.toLowerCase()}`, row.stream]),
  );
}

describe.skipIf(!present)('quality of the vectors', () => {
  const withStreams = vectors.filter(([, vector]) => (vector.rfc?.length ?? 0) > 0);

  it.each(withStreams)('%s', async (name, vector) => {
    const octets = new Uint8Array(readFileSync(new URL(`${name}.pcap`, VECTORS)));
    const rules = (vector.decode_ports ?? []).map((port) => ({ as: 'rtp', port, payloadTypes: [] }) as const);
    const { engine } = await openOctets([{ name, octets }], 1 << 20, rules);
    const streams = streamsOf(engine);
    for (const one of vector.rfc ?? []) {
      const stream = streams.get(`${one.src} ${one.dst} ${one.ssrc.toLowerCase()}`);
      expect(stream, `${name}: ${one.ssrc}`).toBeDefined();
      const quality = (await engine.quality({ stream: stream!, setting: adaptive }))!;
      const [f50, f200, adapt] = quality.presets.map(compared);
      const wanted = one.quality_g711plc;
      expect({ f50, f200, adapt }).toEqual({ f50: expected(wanted.fixed50), f200: expected(wanted.fixed200), adapt: expected(wanted.adaptive) });
      expect(compared(quality.chosen)).toEqual(adapt);
    }
  });

  it('are all there', () => {
    expect(withStreams.length).toBe(30);
  });
});
