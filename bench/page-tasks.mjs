/**
 * The page's tasks by the processor time they took, from a trace: on a shared machine a task of 20 ms may last 100 ms,
 * which says nothing of the page.
 */

/** Runs `work` while tracing; milliseconds of processor time of the page's longest task meanwhile. */
export async function longestByProcessor({ browser }, work) {
  const session = await browser.newBrowserCDPSession();
  const longest = new Map();
  const busy = new Map();
  const mains = new Set();
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, ph, pid, tid, tdur = 0, args } of value) {
      const thread = `${pid}/${tid}`;
      if (name === 'thread_name' && args.name === 'CrRendererMain') mains.add(thread);
      if (ph !== 'X' || !name.endsWith('RunTask')) continue;
      busy.set(thread, (busy.get(thread) ?? 0) + tdur);
      longest.set(thread, Math.max(longest.get(thread) ?? 0, tdur));
    }
  });
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel'] } });
  await work();
  const complete = new Promise((done) => session.once('Tracing.tracingComplete', done));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  // the page under test is the renderer that worked most
  const [page] = [...mains].toSorted((one, other) => (busy.get(other) ?? 0) - (busy.get(one) ?? 0));
  return Math.round((longest.get(page) ?? 0) / 100) / 10;
}
