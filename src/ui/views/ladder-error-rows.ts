/** ICMP errors in the ladder: an arrow from whoever refused to whoever had sent, with what could not be delivered. */
import type { LadderError, LadderRow } from '../../contract/ladder.ts';
import { formatEndpoint, formatMomentFully } from '../parts/format.ts';
import type { LadderItem, LadderTip } from '../parts/ladder-model.ts';
import { ladderWords } from '../words/ladder-words.ts';

export function isErrorRow(row: LadderRow): row is LadderError {
  return row.kind === 'icmp';
}

export function errorRowKey(row: LadderError): string {
  return `i${row.place.packet}`;
}

/** "ICMP port unreachable, quoting INVITE" */
export function errorLabel(row: LadderError): string {
  const { icmp } = ladderWords();
  return row.quote === '' ? `ICMP ${icmp.errors[row.error]}` : icmp.quoting(`ICMP ${icmp.errors[row.error]}`, row.quote);
}

/** @param frame the frame of its packet, as the ladder names frames */
export function errorItem(row: LadderError, frame: string): LadderItem {
  return {
    kind: 'arrow',
    key: errorRowKey(row),
    from: row.fromLane,
    to: row.toLane,
    time: row.time,
    number: frame,
    label: errorLabel(row),
    badges: [],
    aside: ladderWords().icmp.by(row.by),
    second: undefined,
    tone: 'error',
    repeated: false,
    problem: false,
  };
}

export function errorTip(row: LadderError, frame: string): LadderTip {
  const { facts, icmp } = ladderWords();
  return {
    title: errorLabel(row),
    facts: [
      [facts.time, formatMomentFully(row.time)],
      [facts.frame, frame],
      [icmp.sender, row.by],
      [icmp.undelivered, `${row.quote === '' ? '' : `${row.quote} · `}${formatEndpoint(row.source)} → ${formatEndpoint(row.destination)}`],
      [facts.marks, icmp.help[row.error]],
    ],
  };
}
