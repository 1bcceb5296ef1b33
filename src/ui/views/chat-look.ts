/** How a message over MSRP looks wherever it stands: the tone of what became of it, its text in a line, what it is besides text. */
import type { ChatMessage, ChatState } from '../../contract/chat.ts';
import type { LadderChat } from '../../contract/ladder.ts';
import { formatDuration, formatMomentFully, formatNumber, formatTime } from '../parts/format.ts';
import type { LadderItem, LadderTip, LadderTone } from '../parts/ladder-model.ts';
import { chatWords } from '../words/chat-words.ts';
import type { LadderWords } from '../words/ladder-words.ts';

/** characters of a text in the ladder */
const BRIEF = 26;

const tones: Readonly<Record<ChatState, LadderTone>> = {
  delivered: 'ok',
  accepted: 'ok',
  sent: 'plain',
  failed: 'error',
  unanswered: 'error',
  open: 'muted',
  abandoned: 'warning',
  incomplete: 'warning',
};

export function chatTone(state: ChatState): LadderTone {
  return tones[state];
}

/** What clients send by themselves: typing notices (RFC 3994), receipts (RFC 5438), empty messages; undefined for what a person sent. */
export function sideKind({ contentType, size, method }: Pick<ChatMessage, 'contentType' | 'size' | 'method'>): 'typing' | 'receipt' | 'empty' | undefined {
  if (contentType === 'application/im-iscomposing+xml') return 'typing';
  if (contentType === 'message/imdn+xml') return 'receipt';
  return method === 'SEND' && size === 0 ? 'empty' : undefined;
}

/** "failed 481", "delivered". */
export function stateText({ state, status }: Pick<ChatMessage, 'state' | 'status'>): string {
  return `${chatWords().states[state]}${status > 0 ? ` ${status}` : ''}`;
}

/** Why, as far as standards say: the meaning of the state, and of the status. */
export function stateHelp({ state, status, reason }: Pick<ChatMessage, 'state' | 'status' | 'reason'>): string {
  const word = chatWords();
  const meaning = status > 0 ? (word.statuses[status] ?? reason) : '';
  return meaning === '' ? word.stateHelp[state] : `${word.stateHelp[state]} (${meaning})`;
}

export function chatRowKey(row: LadderChat): string {
  return `c${row.call}-${row.index}`;
}

/** Its beginning: a row of the ladder drops what does not fit beside its label. */
function quote(text: string): string {
  return text.length > BRIEF ? `“${text.slice(0, BRIEF)}…”` : `“${text}”`;
}

/** What it holds, in a line. */
function brief(row: LadderChat): string {
  const word = chatWords();
  const side = sideKind(row);
  if (side !== undefined) return word[side];
  if (row.method !== 'SEND') return '';
  if (row.text !== '') return quote(row.text.replace(/\s+/g, ' ').trim());
  return row.file === '' ? row.contentType : word.file(row.file);
}

export function chatItem(row: LadderChat, frame: string): LadderItem {
  const word = chatWords();
  const isWrong = row.state !== 'delivered' && row.state !== 'accepted' && row.state !== 'sent' && row.state !== 'open';
  // what does not fit is not drawn at all: the text alone says most; the colour says what became of it, and so does the tip
  const facts = [brief(row), row.text === '' && row.size > 0 ? word.octets(formatNumber(row.size)) : '', row.state === 'open' ? stateText(row) : ''];
  return {
    kind: 'arrow',
    key: chatRowKey(row),
    from: row.fromLane,
    to: row.toLane,
    time: row.time,
    number: frame,
    label: word.ladder.title(row.method),
    badges: isWrong ? [{ text: stateText(row), tone: chatTone(row.state) }] : [],
    aside: facts.filter((fact) => fact !== '').join(' · '),
    second: undefined,
    tone: sideKind(row) === undefined || isWrong ? chatTone(row.state) : 'muted',
    repeated: false,
    problem: false,
  };
}

export function chatTip(row: LadderChat, { facts }: LadderWords): LadderTip {
  const word = chatWords();
  const length = row.end > row.time ? ` (${formatDuration((row.end - row.time) / 1e6)})` : '';
  const all: readonly (readonly [string, string])[] = [
    [facts.time, formatMomentFully(row.time)],
    [facts.ends, length === '' ? '' : `${formatTime(row.end)}${length}`],
    [word.columns.message, brief(row)],
    [
      word.columns.size,
      [row.contentType, word.octets(formatNumber(row.size)), row.hops > 1 ? word.hops(formatNumber(row.hops)) : ''].filter((part) => part !== '').join(' · '),
    ],
    [word.columns.delivery, `${stateText(row)}: ${stateHelp(row)}`],
  ];
  return { title: word.ladder.title(row.method), facts: all.filter(([, value]) => value !== '') };
}
