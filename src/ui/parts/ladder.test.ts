import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeXml, ladderToMermaid, ladderToSvg } from './ladder-export.ts';
import { heightOf, layoutLadder, rowAt, yOfTime } from './ladder-layout.ts';
import type { LadderArrow, LadderItem } from './ladder-model.ts';
import { laneGeometry, laneX, shapeOf } from './ladder-shape.ts';
import { estimate } from './measure-text.ts';

function arrow(time: number, change: Partial<LadderArrow> = {}): LadderArrow {
  return {
    kind: 'arrow',
    key: `m${time}`,
    from: 0,
    to: 1,
    time,
    number: '#1',
    label: 'INVITE',
    badges: [],
    aside: 'CSeq 1',
    second: undefined,
    tone: 'plain',
    repeated: false,
    problem: false,
    ...change,
  };
}

describe('stations', () => {
  it('stand on the way; where the arrow was lost it ends in front of the next', () => {
    const geometry = laneGeometry(2, 600, 112);
    const stations = [
      { at: 1 / 3, text: 'A', state: 'seen' },
      { at: 2 / 3, text: 'B', state: 'lost' },
    ] as const;
    const shape = shapeOf(arrow(0, { stations }), geometry, estimate);
    const [a, b] = shape.stations.map(({ x }) => x);
    expect([shape.isLost, a! > shape.x1, b! < shape.x2]).toEqual([true, true, true]);
    expect(Number(/H([\d.]+)/.exec(shape.shaft)![1])).toBeLessThan(b!);
    const back = shapeOf(arrow(0, { from: 1, to: 0, stations: stations.map((one) => ({ ...one, state: 'seen' as const })) }), geometry, estimate);
    expect([back.isLost, back.stations[0]!.x > back.stations[1]!.x]).toEqual([false, true]);
    const { svg } = ladderToSvg({ title: '', lanes: [], rows: [arrow(0, { stations })], scaled: false, timeText: () => '', footer: '' });
    expect(svg).toContain('stroke-dasharray="2 2"');
  });
});

describe('layout', () => {
  it('stands rows under each other, taller with a second line', () => {
    const rows = [arrow(0), arrow(1, { second: 'PCMA' }), arrow(2)];
    const layout = layoutLadder(rows, false);
    expect([...layout.tops].map((top, i) => (i < 3 ? layout.tops[i + 1]! - top : 0)).slice(0, 3)).toEqual(rows.map(heightOf));
  });

  it('finds the row at every height', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5e9), { minLength: 1, maxLength: 40 }), fc.boolean(), (times, scaled) => {
        const rows = [...times].sort((a, b) => a - b).map((time) => arrow(time));
        const layout = layoutLadder(rows, scaled);
        rows.forEach((row, i) => expect(rowAt(layout, layout.tops[i]! + heightOf(row) - 1)).toBe(i));
        expect(rowAt(layout, -50)).toBe(0);
        expect(rowAt(layout, 1e9)).toBe(rows.length - 1);
      }),
    );
  });

  it('cuts a long silence in scaled time and says where', () => {
    const layout = layoutLadder([arrow(0), arrow(1e9), arrow(600e9)], true);
    expect([...layout.breaks]).toEqual([[2, 599e9]]);
    expect(layout.height).toBeLessThan(400);
  });

  it('ends a band where the first later row stands', () => {
    const rows = [arrow(0), arrow(10), arrow(20)];
    const layout = layoutLadder(rows, false);
    expect(yOfTime(rows, layout, 10)).toBe(layout.tops[2]! - 4);
    expect(yOfTime(rows, layout, 99)).toBe(layout.tops[3]);
  });
});

describe('shape', () => {
  it('keeps label and badges within the width', () => {
    const geometry = laneGeometry(3, 300, 112);
    const shape = shapeOf(
      arrow(0, { from: 2, to: 1, label: '407 Proxy Authentication Required', badges: [{ text: 'challenge', tone: 'note' }] }),
      geometry,
      estimate,
    );
    const last = shape.badges[0]!;
    expect(shape.labelX).toBeGreaterThanOrEqual(6);
    expect(last.x + last.width).toBeLessThanOrEqual(geometry.width);
  });

  it('writes over its own lanes only: between others it cuts the label, drops facts and counts badges', () => {
    const geometry = laneGeometry(7, 360, 112);
    const long = arrow(2, {
      from: 2,
      to: 3,
      label: '100 trying -- your call is important to us and will be answered',
      aside: 'CSeq 21832 INVITE · hop +5.31 ms',
      second: 'opus/48000/2, PCMU/8000, PCMA/8000 198.51.100.200:30000 sendrecv',
      badges: [
        { text: 'SDP offer', tone: 'plain' },
        { text: 'retransmission of #12', tone: 'warning' },
        { text: 'lost after A', tone: 'error' },
      ],
    });
    for (const bent of [long, { ...long, from: 3, to: 2 }, { ...long, label: 'INVITE' }, { ...long, label: 'INVITE', from: 1, to: 5 }]) {
      const shape = shapeOf(bent, geometry, estimate);
      const [left, right] = [laneX(geometry, Math.min(bent.from, bent.to) - 1), laneX(geometry, Math.max(bent.from, bent.to) + 1)];
      const end = Math.max(
        shape.labelX + estimate(shape.label, 12, true),
        ...shape.badges.map(({ x, width }) => x + width),
        shape.aside === '' ? 0 : shape.asideX + estimate(shape.aside, 11),
        shape.secondX + estimate(shape.second, 11),
      );
      expect(Math.min(shape.labelX, shape.secondX)).toBeGreaterThan(left + geometry.step / 2 - 1);
      expect(end).toBeLessThan(right - geometry.step / 2 + 1);
      expect(shape.label).not.toBe('');
    }
    expect(shapeOf(long, geometry, estimate)).toMatchObject({ label: expect.stringMatching(/^100 try.*…$/), second: expect.stringMatching(/^opus.*…$/) });
    // what is lost is said before what is plain
    expect(shapeOf({ ...long, label: 'INVITE' }, geometry, estimate).badges.map(({ badge }) => badge.text)).toEqual(['lost after A', '+2']);
  });

  it('says as many of the facts beside the label as there is room for, from the first', () => {
    const facts = '506 packets · 0.0 % lost · MOS 4.38 · AES_CM_128_HMAC_SHA1_80, key from the SDP in frame 12 · 506 of 506 authenticated';
    const asideAt = (width: number): string => shapeOf(arrow(0, { aside: facts }), laneGeometry(2, width, 40), estimate).aside;
    expect(asideAt(2000)).toBe(facts);
    expect(asideAt(480)).toBe('506 packets · 0.0 % lost · MOS 4.38');
    expect(asideAt(0)).toBe('');
  });

  it('draws a message to itself as a loop', () => {
    expect(shapeOf(arrow(0, { to: 0 }), laneGeometry(2, 400, 112), estimate).shaft).toContain('q');
  });
});

describe('export', () => {
  const ladder = (rows: readonly LadderItem[], title = 'a call') => ({
    title,
    lanes: [
      { key: 'a', name: '', title: '<b>', subtitle: '', role: '', tooltip: '' },
      { key: 'b', name: '', title: '10.0.0.2', subtitle: '', role: '', tooltip: '' },
    ],
    rows,
    scaled: false,
    timeText: () => '1.000',
    footer: '',
  });

  it('escapes every text and holds nothing that runs', () => {
    const hostile = `"'><script>alert(1)</script><image href="x" onload="y"/>&\u0000\ud800]]>`;
    const { svg } = ladderToSvg(ladder([arrow(0, { label: hostile, second: hostile, aside: hostile, badges: [{ text: hostile, tone: 'note' }] })], hostile));
    expect(svg).not.toMatch(/<script|<image|href="|[\ud800-\udfff]/);
    expect(svg).not.toContain('\u0000');
    expect(svg.match(/<text/g)!.length).toBe(svg.match(/<\/text>/g)!.length);
  });

  it('escapes any text to what XML can hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeXml(text);
        expect(escaped).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
        expect([...escaped].every((letter) => letter >= ' ' || '\t\n\r'.includes(letter))).toBe(true);
      }),
    );
  });

  it('gives Mermaid one line a row whatever the labels hold', () => {
    const text = ladderToMermaid(ladder([arrow(0, { label: 'A\nend; %% note' })]));
    expect(text.trim().split('\n')).toHaveLength(4);
    expect(text).not.toContain('%%');
  });
});
