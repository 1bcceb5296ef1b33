/** The lock of a TLS connection: open, or closed with the reason and the next step as help. */
import { html, type TemplateResult } from 'lit';
import { Lock, LockOpen } from 'lucide';
import type { TlsConnectionRow, TlsState } from '../../contract/tls.ts';
import { formatNumber } from '../parts/format.ts';
import { icon } from '../parts/icon.ts';
import '../parts/sg-badge.ts';
import '../parts/sg-tooltip.ts';
import { tlsWords } from '../words/tls-words.ts';

/** a line of a key log would open it */
const lacksLine: ReadonlySet<TlsState> = new Set(['no-key', 'other-key-log', 'other-private-key', 'ephemeral', 'first-handshake']);

/** Version and suite; what is not known is left out. */
export function tlsAgreed({ version, suite }: TlsConnectionRow): string {
  return [version, suite].filter((part) => part !== undefined).join(', ');
}

/** Everything known of a connection, in sentences. */
export function tlsText(row: TlsConnectionRow): string {
  const w = tlsWords();
  const agreed = tlsAgreed(row);
  const sentences = [
    agreed === '' ? undefined : w.agreed(agreed),
    row.serverName === undefined ? undefined : w.serverName(row.serverName),
    row.resumed ? w.resumed : undefined,
    tlsState(row),
    (row.state === 'no-key' || row.state === 'other-key-log') && !row.resumed && row.suite?.startsWith('TLS_RSA_') === true ? w.rsaHint : undefined,
    lacksLine.has(row.state) && row.clientRandom !== undefined ? w.keyLine(row.clientRandom) : undefined,
    row.earlyRecords > 0 ? w.early(formatNumber(row.earlyRecords)) : undefined,
  ];
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}

/** Opened, or why not and what to do. */
export function tlsState(row: TlsConnectionRow): string {
  return row.state === 'opened' ? tlsWords().states.opened(formatNumber(row.openedRecords), formatNumber(row.records)) : tlsReason(row.state, row.secretsGiven);
}

/** Why a connection stays closed. @param secretsGiven secrets of key logs, for whatever session */
export function tlsReason(state: Exclude<TlsState, 'opened'>, secretsGiven: number): string {
  const { states } = tlsWords();
  return state === 'other-key-log' ? states[state](formatNumber(secretsGiven)) : states[state];
}

export function tlsMark(row: TlsConnectionRow): TemplateResult {
  const { mark } = tlsWords();
  const isOpen = row.state === 'opened';
  const label = isOpen ? mark.opened : row.state === 'handshake' ? mark.handshake : mark.closed;
  const name = row.version ?? 'TLS';
  return html`<sg-tooltip class="mark" .text=${tlsText(row)}><sg-badge tone=${isOpen ? 'ok' : 'note'}>${icon(isOpen ? LockOpen : Lock)}${name}, ${label}</sg-badge></sg-tooltip>`;
}
