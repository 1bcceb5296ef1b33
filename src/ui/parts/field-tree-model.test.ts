import { describe, expect, it } from 'vitest';
import { fieldAtPath, findField, rangeOf, visibleRows } from './field-tree-model.ts';

const trees = [
  [
    { key: 'eth', name: 'Ethernet', at: 0, length: 14, children: [{ key: 'eth.dst', name: 'Destination', value: 'x', at: 0, length: 6 }] },
    {
      key: 'sip',
      name: 'SIP',
      at: 14,
      length: 50,
      children: [
        {
          key: 'sip.group',
          name: 'Headers',
          children: [
            {
              key: 'sip.Via',
              name: 'Via',
              value: 'v',
              at: 20,
              length: 10,
              children: [{ key: 'sip.Via.branch', name: 'Branch', value: 'z', at: 24, length: 4 }],
            },
          ],
        },
      ],
    },
  ],
  [{ key: 'sip', name: 'SIP', at: 0, length: 9 }],
];

describe('field tree', () => {
  it('lists open rows with their place among their siblings', () => {
    const rows = visibleRows(trees, (memory) => memory === '/sip');
    expect(rows.map((row) => [row.path, row.level, row.open])).toEqual([
      ['0.0', 1, false],
      ['0.1', 1, true],
      ['0.1.0', 2, false],
      ['1.0', 1, false],
    ]);
  });

  it('finds the innermost field of an octet through a group without octets', () => {
    const found = findField(trees, 0, 25);
    expect(found).toMatchObject({ path: '0.1.0.0.0', ancestors: ['/sip', '/sip/sip.group', '/sip/sip.group/sip.Via'] });
    expect(findField(trees, 0, 13)?.path).toBe('0.0');
    expect(findField(trees, 0, 500)).toBeUndefined();
    expect(findField(trees, 7, 0)).toBeUndefined();
  });

  it('goes from a path to the field and its octets', () => {
    expect(fieldAtPath(trees, '0.1.0.0')?.field.key).toBe('sip.Via');
    expect(fieldAtPath(trees, '0.9.9')).toBeUndefined();
    expect(rangeOf({ field: { key: 'k', name: 'n', at: 3, length: 0 }, buffer: 0 })).toBeUndefined();
  });
});
