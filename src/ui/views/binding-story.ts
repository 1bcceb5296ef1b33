/** The story of a registration in a few plain sentences, each with the packet that proves it; in the language in use. */
import type { PacketIndex } from '../../base/units.ts';
import type { BindingRow } from '../../contract/bindings.ts';
import { formatEndpoint, formatMoment, formatNumber } from '../parts/format.ts';
import type { RegistrationsWords } from '../words/registrations-words.ts';
import { flaps, historyTone } from './binding-history.ts';

export interface BindingClause {
  readonly text: string;
  readonly packet: PacketIndex | undefined;
}

/** What the state says that the other sentences do not. */
function stateSentence(row: BindingRow, word: RegistrationsWords): string {
  if (row.state === 'EXPIRED' && row.expiresAt !== undefined) return word.story.expired(formatMoment(row.expiresAt));
  return word.story.states[row.state] ?? '';
}

export function bindingStory(row: BindingRow, word: RegistrationsWords): readonly BindingClause[] {
  const { story } = word;
  const { history } = row;
  const packetOf = (tone: string): PacketIndex | undefined => history.find((one) => historyTone(one.status) === tone)?.packet;
  const accepted = history.findLast((one) => historyTone(one.status) === 'ok');
  const changes = flaps(history);
  const refreshed = row.refreshes > 0 && row.refreshInterval !== undefined;
  const clauses: readonly (readonly [string, PacketIndex | undefined])[] = [
    [story.registered(row.aor, row.contact, formatEndpoint(row.destination), row.userAgent ?? ''), history[0]?.packet],
    [row.challenges > 0 ? story.challenged(formatNumber(row.challenges)) : '', packetOf('challenged')],
    [row.expires !== undefined && accepted !== undefined ? story.granted(formatNumber(row.expires)) : '', accepted?.packet],
    [refreshed ? story.refreshed(formatNumber(row.refreshes), formatNumber(row.refreshInterval ?? 0, 1)) : '', accepted?.packet],
    [row.failures > 0 ? story.failed(formatNumber(row.failures)) : '', packetOf('bad')],
    [changes > 1 ? story.flapped(formatNumber(changes)) : '', undefined],
    [stateSentence(row, word), history.at(-1)?.packet],
  ];
  return clauses.filter(([text]) => text !== '').map(([text, packet]) => ({ text, packet }));
}
