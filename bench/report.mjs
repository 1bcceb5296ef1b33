/** From what was measured to what is said: ratios against the goals, as a table for people and for docs/performance.md. */
import { median, megaOctets, minimum, seconds } from './statistics.mjs';

const MIB_RSS_BASE = 400e6;

/** One line of the table: what, reached, goal, whether it holds (undefined: not measured). */
function line(what, reached, goal, holds) {
  return { what, reached, goal, holds };
}

function ratio(value) {
  return value.toFixed(2);
}

function against(rounds, key) {
  const product = rounds.map((round) => round.product.milliseconds);
  const other = rounds.map((round) => round[key]);
  return { medians: median(product) / median(other), minima: minimum(product) / minimum(other) };
}

function readLine(name, { rounds }, goal) {
  const { medians, minima } = against(rounds, 'bare');
  return line(
    `${name}: analysed / bare read of the same File`,
    `${ratio(medians)} (minima ${ratio(minima)})`,
    goal === undefined ? '–' : `≤ ${goal}`,
    goal === undefined ? undefined : medians <= goal,
  );
}

function tsharkLines(name, { rounds, tshark }, parts) {
  const what = `${name}: analysed / tshark, wall`;
  const goal = parts === undefined ? '–' : `≤ 1/${parts}`;
  if (tshark.length === 0) return [line(what, 'no tshark here', goal, undefined)];
  const product = median(rounds.map((round) => round.product.milliseconds));
  const share = median(tshark.map(({ milliseconds }) => milliseconds)) / product;
  // tshark uses one processor: a wall time far above its processor time is that of a machine that swaps or is shared
  const processor = (1000 * median(tshark.map(({ processorSeconds }) => processorSeconds))) / product;
  return [line(what, `1/${share.toFixed(1)} (of its processor time 1/${processor.toFixed(1)})`, goal, parts === undefined ? undefined : share >= parts)];
}

function worst(rounds, key) {
  return Math.max(...rounds.map((round) => round.product[key]));
}

function pageLines(name, { rounds }) {
  const first = median(rounds.map((round) => round.product.firstRows));
  const task = median(rounds.map((round) => round.product.longestTask));
  return [
    line(`${name}: first rows on screen`, `${seconds(first)} (worst ${seconds(worst(rounds, 'firstRows'))})`, '< 1 s', first < 1000),
    line(
      `${name}: longest page task while opening`,
      task === 0 ? `none over 50 ms (worst ${worst(rounds, 'longestTask')} ms)` : `${task} ms (worst ${worst(rounds, 'longestTask')} ms)`,
      '≤ 50 ms',
      task <= 50,
    ),
    line(
      `${name}: longest silence of the progress`,
      `${Math.round(median(rounds.map((round) => round.product.worstPause)))} ms`,
      '≤ 500 ms',
      median(rounds.map((round) => round.product.worstPause)) <= 500,
    ),
  ];
}

function scrollLines(name, { scrolling }) {
  if (scrolling === undefined) return [];
  return Object.entries(scrolling)
    .filter(([, value]) => typeof value === 'object')
    .map(([table, { longestTask, frameMedian, frame95 }]) =>
      line(
        `${name}: scrolling ${table}, longest task`,
        `${longestTask === 0 ? 'none over 50' : longestTask} ms; frames ${frameMedian.toFixed(1)} ms, 95 % ${frame95.toFixed(1)} ms`,
        '≤ 50 ms',
        longestTask <= 50,
      ),
    );
}

function memoryLines({ small, large, name, renderer }) {
  if (small === undefined || large === undefined) return [];
  const packets = large.packets - small.packets;
  const octets = (large.arrayBuffers - small.arrayBuffers) / packets;
  const heap = (large.heap - small.heap) / packets;
  const lines = [
    line(
      `${name}: octets of memory a packet (array buffers; with the script heap)`,
      `${octets.toFixed(1)} (${(octets + heap).toFixed(1)})`,
      '≤ 32',
      octets <= 32,
    ),
  ];
  if (renderer !== undefined) {
    const goal = MIB_RSS_BASE + (100e6 * renderer.size) / 2 ** 30;
    lines.push(
      line(
        `${name}: renderer's memory once open`,
        `${megaOctets(renderer.now)} (at most ${megaOctets(renderer.peak)})`,
        `≤ ${megaOctets(goal)}`,
        renderer.now <= goal,
      ),
    );
  }
  return lines;
}

function cancelLine({ cancel }) {
  if (cancel === undefined) return [];
  const kept = cancel.cancelled && cancel.packets > 0;
  return [
    line(
      `cancel at ${Math.round(cancel.readShare * 100)} % of the file`,
      `page free after ${Math.round(cancel.ended)} ms, ${cancel.packets} packets and ${cancel.calls} calls kept`,
      '≤ 200 ms',
      kept && cancel.ended <= 200,
    ),
  ];
}

function questionLines(name, { questions }) {
  if (questions === undefined) return [];
  return Object.entries(questions).map(([what, { total, milliseconds }]) =>
    line(`${name}: first page of calls, ${what} (${total} match)`, `${Math.round(milliseconds)} ms`, '–', undefined),
  );
}

function processorLines({ processorTimes }) {
  return Object.entries(processorTimes ?? {}).map(([what, milliseconds]) =>
    line(`longest page task by its processor time, ${what === 'opening' ? what : `scrolling ${what}`}`, `${milliseconds} ms`, '≤ 50 ms', milliseconds <= 50),
  );
}

function ladderLines({ ladder }) {
  if (ladder === undefined) return [];
  return [
    line(`ladder of ${ladder.packets} messages: opening, longest task`, `${ladder.opening} ms`, '–', undefined),
    line(
      'the same ladder: scrolling, longest task',
      `${ladder.ladder.longestTask === 0 ? 'none over 50' : ladder.ladder.longestTask} ms; frames ${ladder.ladder.frameMedian.toFixed(1)} ms`,
      '≤ 50 ms',
      ladder.ladder.longestTask <= 50,
    ),
  ];
}

function hugeLine({ huge }) {
  if (huge === undefined) return [line('4.4 GB opens', 'not tried (--huge)', 'opens', undefined)];
  return [
    line(
      '4.4 GB opens',
      `${huge.packets} packets in ${seconds(huge.milliseconds)}, bare read ${seconds(huge.bare)}, renderer ${megaOctets(huge.renderer.now)}`,
      'opens',
      huge.opens,
    ),
  ];
}

/** Every line, in the order of the goals. */
export function linesOf(results) {
  const lines = [];
  // the ratios are asked of 1 GB: below that the start of a worker is most of it
  const none = [undefined, undefined];
  const goals = results.size === '1g' ? { media: [1.5, 10], sip: [undefined, 8], needle: none } : { media: none, sip: none, needle: none };
  for (const [kind, [bare, parts]] of Object.entries(goals)) {
    const measured = results.workloads[kind];
    if (measured === undefined) continue;
    const { name } = measured;
    lines.push(
      readLine(name, measured, bare),
      ...tsharkLines(name, measured, parts),
      ...pageLines(name, measured),
      ...scrollLines(name, measured),
      ...memoryLines({ ...results.memory[kind], name, renderer: measured.renderer }),
      ...questionLines(name, measured),
    );
  }
  return [...lines, ...hugeLine(results), ...cancelLine(results), ...processorLines(results), ...ladderLines(results)];
}

/** `TShark (Wireshark) 4.0.17 (Git …).` without what its packager adds. */
function shortVersion(text) {
  return text.replace(/ \(Git .*$/, '');
}

const said = (holds) => (holds === undefined ? '' : holds ? 'yes' : '**no**');

/** The snippet for docs/performance.md. */
export function markdown(results) {
  const { machine, versions, when } = results;
  const loads = Object.values(results.workloads).flatMap(({ rounds }) => rounds);
  const noisy = loads.filter(({ noisy: flagged }) => flagged).length;
  const head = [
    `Measured ${when.slice(0, 10)} on ${machine.cores} × ${machine.processor}, ${Math.round(machine.memory / 1e9)} GB; ${versions.browser}, Node ${machine.node}${versions.tshark === undefined ? '' : `, ${shortVersion(versions.tshark)}`}.`,
    `Load before the rounds ${minimum(loads.map(({ load }) => load)).toFixed(1)} to ${Math.max(...loads.map(({ load }) => load)).toFixed(1)}; ${noisy} of ${loads.length} rounds had others using more than 15 % of the processors.`,
  ];
  const absolute = Object.values(results.workloads).map(({ name, rounds, tshark }) => {
    const product = rounds.map((round) => round.product.milliseconds);
    const bare = rounds.map((round) => round.bare);
    const both = (values) => `${seconds(median(values))} / ${seconds(minimum(values))}`;
    return `| ${name} | ${rounds[0].product.packets} | ${both(bare)} | ${both(product)} | ${tshark.length === 0 ? '–' : both(tshark.map(({ milliseconds }) => milliseconds))} |`;
  });
  return [
    head.join(' '),
    '',
    '| Goal | Reached | Asked for | Holds |',
    '|---|---|---|---|',
    ...linesOf(results).map(({ what, reached, goal, holds }) => `| ${what} | ${reached} | ${goal} | ${said(holds)} |`),
    '',
    '| Capture | packets | bare read, median / best | analysed | tshark |',
    '|---|---|---|---|---|',
    ...absolute,
    '',
  ].join('\n');
}

/** The same for a terminal. */
export function printTable(results) {
  const rows = linesOf(results).map(({ what, reached, goal, holds }) => [holds === undefined ? ' ' : holds ? '✓' : '✗', what, reached, goal]);
  const width = (column) => Math.max(...rows.map((row) => row[column].length));
  for (const [mark, what, reached, goal] of rows) console.log(`${mark} ${what.padEnd(width(1))}  ${reached.padEnd(width(2))}  ${goal}`);
}
