/** Functions that run inside a page; each is sent as text and knows nothing of this module. */

/** In a blank page: reads the file of its input once in a worker, one 1 MiB buffer, touching every memory page. */
export function bareRead() {
  const work = `const live = new Set();
    onmessage = async ({ data: file }) => {
      const began = performance.now();
      const reader = file.stream().getReader({ mode: 'byob' });
      live.add(reader); // a pending read does not keep its stream alive
      let buffer = new ArrayBuffer(1 << 20), octets = 0, touched = 0;
      for (;;) {
        const { done, value } = await reader.read(new Uint8Array(buffer));
        if (done) break;
        for (let at = 0; at < value.byteLength; at += 4096) touched ^= value[at];
        octets += value.byteLength;
        buffer = value.buffer;
      }
      postMessage({ milliseconds: performance.now() - began, octets, touched });
    };`;
  const file = document.querySelector('input').files[0];
  const worker = new Worker(URL.createObjectURL(new Blob([work], { type: 'text/javascript' })));
  return new Promise((done, fail) => {
    worker.onmessage = ({ data }) => {
      worker.terminate();
      if (data.octets === file.size) done(data.milliseconds);
      else fail(new Error(`read ${data.octets} of ${file.size}`));
    };
    worker.onerror = (event) => fail(new Error(event.message));
    worker.postMessage(file);
  });
}

/** Before any script of the page: what must be seen from its first moment. */
export function observe() {
  const longTasks = [];
  const roots = new Set();
  let given = -1;
  let rows = -1;
  let worstPause = 0;
  let readAt = -1;
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ startTime, duration }) => ({ at: startTime, duration })))).observe({
    type: 'longtask',
  });

  const hasRow = () => [...roots].some((root) => root.host.localName === 'sg-data-table' && root.querySelector('.row.line:not(.waiting)') !== null);
  const watcher = new MutationObserver(() => {
    if (given < 0 || rows >= 0 || !hasRow()) return;
    watcher.disconnect();
    requestAnimationFrame(() => {
      rows = performance.now();
    });
  });
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachWatched(options) {
    const root = attach.call(this, options);
    roots.add(root);
    if (rows < 0) watcher.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['class'] });
    return root;
  };

  const watchProgress = () => {
    let last = given;
    let seen = '';
    return setInterval(() => {
      const { read, packets, phase, analysed } = globalThis.sipglass.progress();
      const told = `${read} ${packets} ${phase} ${analysed}`;
      const now = performance.now();
      worstPause = Math.max(worstPause, now - last);
      if (readAt < 0 && phase !== 'reading') readAt = now;
      if (told !== seen) last = now;
      seen = told;
    }, 25);
  };
  let opened;
  addEventListener(
    'change',
    (event) => {
      if (!(event.target instanceof HTMLInputElement) || event.target.type !== 'file') return;
      given = performance.now();
      // after the page's own listener, which begins to open
      setTimeout(() => {
        const timer = watchProgress();
        opened = globalThis.sipglass.ready().then((result) => {
          const ended = performance.now();
          clearInterval(timer);
          return { result, milliseconds: ended - given };
        });
      });
    },
    { capture: true },
  );

  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const longest = (from, to = Infinity) => longTasks.reduce((most, { at, duration }) => (at + duration > from && at < to ? Math.max(most, duration) : most), 0);
  const deep = (selector, root = document) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.matches(selector)) return element;
      const inner = element.shadowRoot === null ? undefined : deep(selector, element.shadowRoot);
      if (inner !== undefined) return inner;
    }
    return undefined;
  };

  globalThis.bench = {
    deep,
    longTasks,
    async opened() {
      for (let tries = 0; opened === undefined && tries < 100; tries++) await new Promise((done) => setTimeout(done, 10));
      const { result, milliseconds } = await opened;
      const before = given;
      // what the page does with the end of reading still belongs to opening
      await new Promise((done) => setTimeout(done, 1000));
      return {
        opens: result.opens,
        packets: result.packets,
        milliseconds,
        read: readAt < 0 ? milliseconds : readAt - before,
        firstRows: rows < 0 ? -1 : rows - before,
        longestTask: longest(before),
        tasks: longTasks.filter(({ at }) => at > before).map(({ at, duration }) => [Math.round(at - before), Math.round(duration)]),
        worstPause,
      };
    },
    /** To the end and back in `steps` frames each way, then row by row; the longest task and frame. */
    async scroll(scroller, steps) {
      const began = performance.now();
      const bottom = scroller.scrollHeight - scroller.clientHeight;
      const frames = [];
      let last = await frame();
      const go = async (top) => {
        scroller.scrollTop = top;
        const now = await frame();
        frames.push(now - last);
        last = now;
      };
      for (let i = 0; i <= steps; i++) await go((bottom * i) / steps);
      for (let i = steps; i >= 0; i--) await go((bottom * i) / steps);
      for (let i = 0; i < steps; i++) await go(i * 60);
      await new Promise((done) => setTimeout(done, 300));
      frames.sort((one, other) => one - other);
      return {
        longestTask: longest(began),
        tasks: longTasks.filter(({ at }) => at > began).map(({ at, duration }) => [Math.round(at - began), Math.round(duration)]),
        frameMedian: frames[frames.length >> 1],
        frame95: frames[Math.floor(frames.length * 0.95)],
        frames: frames.length,
      };
    },
  };
}
