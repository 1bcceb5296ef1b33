/** Opens a call together with the calls linked to it, a colour for each Call-ID; alone when it has no legs. */
import type { Session } from '../../app/session.ts';
import type { CallRow } from '../../contract/calls.ts';

export async function openWithLegs(session: Session, row: CallRow): Promise<void> {
  const family = row.legs > 0 ? await session.queries.legs(row.call).catch(() => undefined) : undefined;
  const callIds = family?.members.map((member) => member.row.callId) ?? [];
  session.navigate(callIds.length > 1 ? { view: 'call', callIds, show: ['by-call'] } : { view: 'call', callIds: [row.callId] });
}
