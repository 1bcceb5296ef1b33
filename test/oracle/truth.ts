/** The shape of a `.truth.json` beside a capture in ../shared/captures: what tshark found. Only what we compare. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type TruthMessage = readonly [frame: number, time: string, source: string, destination: string, what: string, cseq: string];

export interface TruthCall {
  readonly call_id: string | null;
  readonly from_uri: string | null;
  readonly to_uri: string | null;
  readonly messages: readonly TruthMessage[];
  readonly transports: readonly string[];
}

export interface TruthStream {
  readonly start: string;
  readonly end: string;
  readonly src: string;
  readonly sport: number;
  readonly dst: string;
  readonly dport: number;
  readonly ssrc: string;
  readonly payload: string;
  readonly packets: number;
  readonly lost: number;
  readonly lost_pct: string;
  readonly min_delta: string;
  readonly mean_delta: string;
  readonly max_delta: string;
  readonly min_jitter: string;
  readonly mean_jitter: string;
  readonly max_jitter: string;
  readonly problem: boolean;
  readonly first_frame?: number;
  readonly last_frame?: number;
  readonly setup_frame?: number | null;
  readonly call_id?: string | null;
}

export interface Truth {
  readonly file: string;
  readonly gzip: boolean;
  readonly tshark_options?: readonly string[];
  readonly capinfos: { readonly packets: number; readonly start: string | null };
  readonly sip: { readonly messages: number; readonly calls: readonly TruthCall[]; readonly other: readonly TruthCall[] };
  readonly rtp: { readonly announced: { readonly packets: number; readonly streams: readonly TruthStream[] } };
  readonly frames: { readonly total: number; readonly stacks: Readonly<Record<string, number>> };
}

export interface TruthFile {
  /** folder/name below ../shared/captures */
  readonly id: string;
  readonly path: string;
  readonly truth: Truth;
}

/** ../shared beside the repository, or undefined: then tests that need it say so and skip. */
export const sharedFolder: string | undefined = [new URL('../../../shared', import.meta.url).pathname].find((path) => existsSync(join(path, 'captures')));

/** Every capture with its truth, in a stable order. */
export function truthFiles(): TruthFile[] {
  if (sharedFolder === undefined) return [];
  const root = join(sharedFolder, 'captures');
  const found: TruthFile[] = [];
  for (const folder of readdirSync(root).sort()) {
    if (!statSync(join(root, folder)).isDirectory()) continue;
    for (const name of readdirSync(join(root, folder)).sort()) {
      const truthPath = join(root, folder, `${name}.truth.json`);
      if (!existsSync(truthPath)) continue;
      found.push({ id: `${folder}/${name}`, path: join(root, folder, name), truth: JSON.parse(readFileSync(truthPath, 'utf8')) as Truth });
    }
  }
  return found;
}

/** Says loudly that the oracle is absent, so that a green run without it is not mistaken for a full one. */
export function warnWithoutShared(what: string): void {
  if (sharedFolder === undefined) console.warn(`\n!!! ../shared is absent: ${what} NOT RUN. This green run proves less than CI's.\n`);
}
