/** Digits and faxes as rows of the ladder: RTP events in runs, INFO digits on their messages, T.38 sessions with their steps. */
import type { CallIndex, StreamIndex } from '../base/units.ts';
import type { Ladder, LadderDigits, LadderFax, LadderFaxStep, LadderMessage, LadderRow } from '../contract/ladder.ts';
import type { Endpoint } from '../contract/common.ts';
import type { FaxSession } from '../contract/fax.ts';
import type { StreamRow } from '../contract/streams.ts';
import type { CallDigits, Digit } from '../contract/tones.ts';
import type { ToneQueries } from './digits.ts';
import type { FaxQueries } from './faxes.ts';

/** nanoseconds between two digits of one run at most */
const LONGEST_PAUSE = 4e9;
/** digits of a run at most: more would not be read in one row */
const MOST_DIGITS = 24;

export async function addToneRows(
  made: Promise<Ladder>,
  tones: ToneQueries,
  faxes: FaxQueries,
  streamRow: (stream: StreamIndex) => StreamRow,
): Promise<Ladder> {
  const ladder = await made;
  const rows: LadderRow[] = [];
  const digitsOf = new Map<number, string[]>();
  const laneOf = (endpoint: Endpoint): number => ladder.lanes.findIndex(({ address }) => address === endpoint.address);
  const messageTimes = ladder.rows.filter((row) => row.kind === 'message').map(({ time }) => time);
  for (const call of ladder.calls) {
    const answer = await tones.digits(call, false);
    for (const { message, digit } of answer?.digits ?? []) if (message !== undefined) digitsOf.set(message, [...(digitsOf.get(message) ?? []), digit]);
    if (answer !== undefined) rows.push(...runsOf(call, answer, messageTimes, streamRow, laneOf));
    rows.push(...faxRows(call, await faxes.faxes(call), laneOf));
  }
  if (rows.length === 0 && digitsOf.size === 0) return ladder;
  const marked = ladder.rows.map((row) => (row.kind === 'message' && digitsOf.has(row.message) ? withDigits(row, digitsOf.get(row.message)!) : row));
  // both parts are stable: of one moment, what was there stays first
  return { ...ladder, rows: [...marked, ...rows].sort((a, b) => a.time - b.time) };
}

function withDigits(row: LadderMessage, digits: readonly string[]): LadderMessage {
  return { ...row, digits };
}

function runsOf(
  call: CallIndex,
  { digits }: CallDigits,
  messageTimes: readonly number[],
  streamRow: (stream: StreamIndex) => StreamRow,
  laneOf: (endpoint: Endpoint) => number,
): LadderDigits[] {
  const runs: LadderDigits[] = [];
  const byStream = new Map<StreamIndex, Digit[]>();
  for (const digit of digits) {
    if (digit.method !== 'rfc4733' || digit.stream === undefined) continue;
    const list = byStream.get(digit.stream);
    if (list === undefined) byStream.set(digit.stream, [digit]);
    else list.push(digit);
  }
  const isDoubled = (digit: Digit): boolean =>
    digit.doubleOf !== undefined || digits.some((other) => other.doubleOf !== undefined && digits[other.doubleOf] === digit);
  for (const [stream, list] of byStream) {
    const row = streamRow(stream);
    for (let from = 0; from < list.length; ) {
      let to = from + 1;
      while (to < list.length && to - from < MOST_DIGITS && follows(list[to - 1]!, list[to]!, messageTimes)) to++;
      const run = list.slice(from, to);
      const last = run.at(-1)!;
      runs.push({
        kind: 'digits',
        call,
        stream,
        time: run[0]!.time,
        end: last.time + (last.duration ?? 0) * 1e6,
        fromLane: laneOf(row.source),
        toLane: laneOf(row.destination),
        digits: run.map(({ digit }) => digit),
        unended: run.filter(({ ended }) => ended === false).length,
        doubled: run.filter(isDoubled).length,
        place: run[0]!.place,
      });
      from = to;
    }
  }
  return runs;
}

function follows(before: Digit, next: Digit, messageTimes: readonly number[]): boolean {
  return next.time - before.time <= LONGEST_PAUSE && !messageTimes.some((time) => time > before.time && time <= next.time);
}

function faxRows(call: CallIndex, faxes: readonly FaxSession[], laneOf: (endpoint: Endpoint) => number): (LadderFax | LadderFaxStep)[] {
  return faxes.flatMap((session, fax) => {
    const lanes = session.flows.map(({ source, destination }) => ({ fromLane: laneOf(source), toLane: laneOf(destination) }));
    const main = lanes[Math.max(0, session.sender)] ?? { fromLane: -1, toLane: -1 };
    const sum = (of: (flow: FaxSession['flows'][number]) => number): number => session.flows.reduce((total, flow) => total + of(flow), 0);
    const band: LadderFax = {
      kind: 'fax',
      call,
      fax,
      time: session.start,
      end: session.end,
      ...main,
      outcome: session.outcome,
      pages: session.pages,
      speed: session.command?.speed,
      packets: sum(({ packets }) => packets),
      recovered: sum(({ recovered }) => recovered),
      lost: sum(({ lost }) => lost),
      place: session.first,
    };
    const steps = session.steps.map(
      (step): LadderFaxStep => ({ kind: 'faxStep', call, fax, time: step.time, end: step.end, ...lanes[step.flow]!, step, place: step.place }),
    );
    return [band, ...steps];
  });
}
