/** The story of a call in a few plain sentences, made of what the engine found; in the language in use. */
import type { MessageIndex } from '../../base/units.ts';
import type { CallDetail } from '../../contract/call-detail.ts';
import type { CallRow, CallState } from '../../contract/calls.ts';
import type { FindingRow } from '../../contract/findings.ts';
import type { StreamRow } from '../../contract/streams.ts';
import { formatDuration, formatNumber } from '../parts/format.ts';
import type { CallWords } from '../words/call-words.ts';
import { chatWords } from '../words/chat-words.ts';
import { findingSentence } from './finding-look.ts';
import { spanText } from './limited-time.ts';

export type StateTone = 'plain' | 'ok' | 'note' | 'warning' | 'error';

const noteStates: ReadonlySet<CallState> = new Set(['AUTH', 'CANCELLED', 'BUSY', 'NO_ANSWER', 'DECLINED', 'REDIRECTED', 'ORPHAN', 'PARTIAL']);
const okStates: ReadonlySet<CallState> = new Set(['COMPLETED', 'IN_CALL']);
const openStates: ReadonlySet<CallState> = new Set(['CALLING', 'RINGING', 'EARLY_MEDIA', 'QUEUED', 'FORWARDING']);

export function stateTone(state: CallState): StateTone {
  if (okStates.has(state)) return 'ok';
  if (noteStates.has(state)) return 'note';
  if (openStates.has(state)) return 'plain';
  return state === 'ANSWERED' || state === 'CANCELLED_LATE' ? 'warning' : 'error';
}

/** A person's name for one end: number or user, with the display name when it says more. */
export function partyName(user: string, display: string, uri: string): string {
  const name = user === '' ? uri : user;
  return display === '' || display === name ? name : `${display} (${name})`;
}

function endSentence(detail: CallDetail, word: CallWords): string {
  const { row } = detail;
  if (row.state === 'COMPLETED' && row.endedBy) return word.story.ended[row.endedBy];
  if ((row.state === 'CANCELLED' || row.state === 'NO_ANSWER' || row.state === 'CANCELLED_LATE') && row.endedBy && row.finalStatus === 487)
    return word.story.cancelled[row.endedBy];
  if (row.finalStatus !== undefined && row.finalStatus >= 300) return word.story.refused(`${row.finalStatus} ${row.finalReason ?? ''}`.trim());
  return '';
}

/** What the state says that the other sentences do not. */
function stateSentence(row: CallRow, word: CallWords): string {
  if (row.endedBy && row.finalStatus === 487 && (row.state === 'CANCELLED' || row.state === 'CANCELLED_LATE')) return '';
  return word.story.states[row.state] ?? '';
}

function mediaSentence({ row, chatUnits }: CallDetail, streams: readonly StreamRow[], word: CallWords): string {
  const answered = row.talkTime !== undefined;
  if (!answered) return '';
  const audio = streams.filter((stream) => stream.media !== 'other' && stream.packets > 0);
  if (row.streams === 0) return chatUnits > 0 ? chatWords().story : word.story.noMedia;
  if (!row.problems.includes('oneWay')) return '';
  const direction = audio.find((stream) => stream.direction !== undefined)?.direction;
  return direction === undefined ? '' : word.story.oneWayMedia(direction === 'toCaller' ? word.toCaller : word.toCallee);
}

/** A sentence, and the message that proves it. */
export interface StoryClause {
  readonly text: string;
  readonly message: MessageIndex | undefined;
}

/** What ended the call: the message in which it is seen. */
function endMessage({ row, moments }: CallDetail): MessageIndex | undefined {
  if (row.state === 'COMPLETED' || row.state === 'NO_ACK' || row.state === 'CANCELLED_LATE') return moments.bye ?? moments.final;
  return row.finalStatus === 487 ? (moments.cancel ?? moments.final) : (moments.final ?? moments.cancel);
}

/** Sentences in order, each with its proof. */
export function callStory(detail: CallDetail, streams: readonly StreamRow[], word: CallWords): readonly StoryClause[] {
  const { row, moments } = detail;
  const { story } = word;
  const talked = row.talkTime !== undefined;
  const ended = endMessage(detail);
  const clauses: readonly (readonly [string, MessageIndex | undefined])[] = [
    [
      story.called(
        partyName(row.from, row.fromDisplay, row.fromUri),
        partyName(row.to, row.toDisplay, row.toUri),
        row.transports.map((transport) => transport.toUpperCase()).join(', '),
      ),
      moments.invite,
    ],
    [detail.challenges > 0 ? story.challenged(detail.challenges) : '', moments.challenge],
    [detail.forks > 1 ? story.forked(detail.forks) : '', moments.ringing],
    [row.ringTime !== undefined && row.ringTime > 0 ? story.rang(spanText(row.ringTime, row.limits)) : '', moments.ringing],
    [row.setupTime !== undefined ? story.answered(spanText(row.setupTime, row.limits)) : '', moments.answer],
    [talked ? story.talked(spanText(row.talkTime, row.limits, formatDuration), row.talkEstimated) : '', row.talkEstimated ? undefined : moments.bye],
    [detail.held.length > 0 ? story.held(detail.held.length) : '', undefined],
    [stateSentence(row, word), ended ?? moments.answer],
    [endSentence(detail, word), ended],
    [detail.faxPackets > 0 ? story.fax(formatNumber(detail.faxPackets)) : mediaSentence(detail, streams, word), undefined],
    [row.retransmissions > 0 ? story.retransmissions(formatNumber(row.retransmissions)) : '', moments.repeated],
  ];
  return clauses.filter(([text]) => text !== '').map(([text, message]) => ({ text, message }));
}

/** Sentences of what was found, the worst first: warnings and errors, one of each rule with its first proof; at most two. */
export function foundClauses(rows: readonly FindingRow[], calls: number): readonly StoryClause[] {
  const told = new Set<string>();
  return (
    rows
      .filter(({ severity, parent }) => severity !== 'note' && parent === undefined && calls === 1)
      // the other direction often has the same
      .filter(({ rule }) => !told.has(rule) && told.add(rule))
      .slice(0, 2)
      .map((row) => ({ text: findingSentence(row), message: row.evidence.find(({ message }) => message !== undefined)?.message }))
  );
}
