/** What is felt rather than timed in rounds: scrolling, sorting and filtering, cancelling, and a ladder of 20,000 messages. */
import { openFile, productPage } from './browser.mjs';
import { longestByProcessor } from './page-tasks.mjs';

const STEPS = 90;

/** Scrolls the table of a page element to the end and back. */
function scrollTable(page, element) {
  return page.evaluate(
    ([name, steps]) => {
      const host = globalThis.bench.deep(name);
      return globalThis.bench.scroll(globalThis.bench.deep('.grid, .scroller', host.shadowRoot), steps);
    },
    [element, STEPS],
  );
}

async function go(page, route) {
  const began = await page.evaluate(async (to) => {
    const now = performance.now();
    document.querySelector('sg-app').session.navigate(to);
    return now;
  }, route);
  await page.waitForTimeout(2000);
  return page.evaluate((since) => globalThis.bench.longTasks.reduce((most, { at, duration }) => (at >= since ? Math.max(most, duration) : most), 0), began);
}

/** On a page with a capture open: the longest task of each kind of scrolling. */
export async function scrolling(page) {
  const calls = await scrollTable(page, 'sg-page-calls');
  const toStreams = await go(page, { view: 'streams' });
  const hasStreams = await page.evaluate(
    () => globalThis.bench.deep('sg-page-streams .row.line, .row.line', globalThis.bench.deep('sg-page-streams').shadowRoot) !== undefined,
  );
  if (!hasStreams) return { calls, toStreams };
  const streams = await scrollTable(page, 'sg-page-streams');
  const toStream = await go(page, { view: 'stream', streams: [0] });
  const streamPackets = await scrollTable(page, 'sg-page-stream');
  const toPackets = await go(page, { view: 'packets' });
  const packets = await scrollTable(page, 'sg-page-packets');
  return { calls, toStreams, streams, toStream, streamPackets, toPackets, packets };
}

/** Milliseconds of questions to the worker, asked from the page: each is asked twice and the first answer counts. */
export function questions(page) {
  return page.evaluate(async () => {
    const { queries } = document.querySelector('sg-app').session;
    const ask = async (column, text = '', descending = true) => {
      const began = performance.now();
      const { total } = await queries.calls({ text, states: [], problems: [], sort: { column, descending } }, { offset: 0, limit: 100 });
      return { total, milliseconds: performance.now() - began };
    };
    return {
      byStart: await ask('start'),
      byFrom: await ask('from'),
      byDuration: await ask('duration'),
      byState: await ask('state'),
      filtered: await ask('start', 'yealink 486'),
      narrower: await ask('start', 'yealink 486 10.1'),
    };
  });
}

/** Stops reading after `after` milliseconds: how long until the page says so, and what is left to look at. */
export async function cancelling(bench, file, after) {
  const { context, page } = await productPage(bench);
  try {
    await page.locator('input[type=file]').first().setInputFiles(file);
    return await page.evaluate(async (wait) => {
      await new Promise((done) => setTimeout(done, wait));
      const { session } = document.querySelector('sg-app');
      const { read, size } = globalThis.sipglass.progress();
      const began = performance.now();
      await session.cancel();
      const taken = performance.now() - began;
      const result = await globalThis.sipglass.ready();
      const ended = performance.now() - began;
      const calls = await session.queries.calls({ text: '', states: [], problems: [], sort: { column: 'start', descending: false } }, { offset: 0, limit: 10 });
      return {
        readShare: read / size,
        taken,
        ended,
        answered: performance.now() - began,
        cancelled: result.cancelled,
        packets: result.packets,
        calls: calls.total,
      };
    }, after);
  } finally {
    await context.close();
  }
}

/** Opens a call of very many messages and scrolls its ladder. */
export async function longLadder(bench, file) {
  const { context, page } = await productPage(bench);
  try {
    const opened = await openFile(page, file);
    const callId = await page.evaluate(
      async () =>
        (
          await document
            .querySelector('sg-app')
            .session.queries.calls({ text: '', states: [], problems: [], sort: { column: 'start', descending: false } }, { offset: 0, limit: 1 })
        ).rows[0].callId,
    );
    const opening = await go(page, { view: 'call', callIds: [callId] });
    const ladder = await scrollTable(page, 'sg-ladder-diagram');
    return { packets: opened.packets, opening, ladder };
  } finally {
    await context.close();
  }
}

/** Opens a file and scrolls its tables once more, traced: the processor time of the longest page task of each. */
export async function processorTimes(bench, file) {
  const { context, page } = await productPage(bench);
  try {
    const opening = await longestByProcessor(bench, () => openFile(page, file));
    const calls = await longestByProcessor(bench, () => scrollTable(page, 'sg-page-calls'));
    await go(page, { view: 'streams' });
    const streams = await longestByProcessor(bench, () => scrollTable(page, 'sg-page-streams'));
    return { opening, calls, streams };
  } finally {
    await context.close();
  }
}
