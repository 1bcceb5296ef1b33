/** VLAN-CHANGE: the packets of one stream have different VLAN tags or priorities. Looks into packets. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

export const vlanChange: CallRule = {
  id: 'VLAN-CHANGE',
  scope: 'call',
  severity: 'note',
  family: 'network',
  reference: 'IEEE 802.1Q',
  check({ deep, streams }, report) {
    for (const { stream, direction } of streams) {
      const marks = deep?.streams.get(stream)?.marks ?? [];
      const [first] = marks;
      const other = marks.find(({ vlan }) => vlan !== first!.vlan);
      if (first === undefined || other === undefined) continue;
      report(
        found(this, {
          direction,
          evidence: [
            { stream, packet: first.packet },
            { stream, packet: other.packet },
          ],
          facts: { from: vlanText(first.vlan), to: vlanText(other.vlan) },
        }),
      );
    }
  },
};

/** Identifier and priority: "20/5". */
function vlanText(tag: number): string {
  return tag < 0 ? '–' : `${tag & 0xfff}/${tag >> 13}`;
}
