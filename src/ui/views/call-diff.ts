/**
 * Two calls side by side: their messages aligned by what they are (method or status, which way, offer or answer), so that
 * the first point where one goes another way than the other stands out. Copies and forwarded hops are left out.
 */
import type { CallIndex, Milliseconds } from '../../base/units.ts';
import type { LadderMessage, LadderRow } from '../../contract/ladder.ts';

export interface CallDiffLine {
  /** what the message is: "→ INVITE", "← 486" */
  readonly name: string;
  readonly left: LadderMessage | undefined;
  readonly right: LadderMessage | undefined;
}

export interface CallDiff {
  readonly lines: readonly CallDiffLine[];
  /** index of the first line that only one side has; -1 when they never part */
  readonly parts: number;
}

/** Messages of a call that are aligned; longer calls are cut here. */
const MOST = 400;

interface Step {
  readonly name: string;
  readonly row: LadderMessage;
}

/** The messages of one call as steps; the caller is who sent the first request. */
function stepsOf(rows: readonly LadderRow[], call: CallIndex): readonly Step[] {
  const messages = rows.filter(
    (row): row is LadderMessage =>
      row.kind === 'message' &&
      row.call === call &&
      row.retransmissionOf === undefined &&
      row.captureDuplicateOf === undefined &&
      !row.marks.includes('hopForward'),
  );
  const caller = messages.find((row) => row.method !== undefined)?.source.address;
  return messages.slice(0, MOST).map((row) => {
    const what = row.method ?? `${row.status ?? ''} ${row.cseqMethod}`;
    return { name: `${row.source.address === caller ? '→' : '←'} ${what}${row.hasSdp ? ' SDP' : ''}`, row };
  });
}

export function compareCalls(rows: readonly LadderRow[], left: CallIndex, right: CallIndex): CallDiff {
  const a = stepsOf(rows, left);
  const b = stepsOf(rows, right);
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i]!.name === b[j]!.name ? lengths[(i + 1) * width + j + 1]! + 1 : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  const lines: CallDiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [one, other] = [a[i], b[j]];
    if (one !== undefined && other !== undefined && one.name === other.name) {
      lines.push({ name: one.name, left: one.row, right: other.row });
      i++;
      j++;
    } else if (other === undefined || (one !== undefined && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)) {
      lines.push({ name: one!.name, left: one!.row, right: undefined });
      i++;
    } else {
      lines.push({ name: other.name, left: undefined, right: other.row });
      j++;
    }
  }
  return { lines, parts: lines.findIndex((line) => line.left === undefined || line.right === undefined) };
}

/** Milliseconds from the first message of a side to one of its messages. */
export function sinceStart(lines: readonly CallDiffLine[], side: 'left' | 'right', row: LadderMessage): Milliseconds {
  const first = lines.find((line) => line[side] !== undefined)?.[side];
  return first === undefined ? 0 : (row.time - first.time) / 1e6;
}
