import { expect, test } from 'vitest';
import { CaptureClient, type WorkerEnded } from './client.ts';

/** A worker that never answers by itself. */
class Silent extends EventTarget {
  terminated = false;
  readonly asked: unknown[] = [];

  postMessage(message: unknown): void {
    this.asked.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

function started(): { worker: Silent; client: CaptureClient } {
  const worker = new Silent();
  return { worker, client: new CaptureClient(() => Promise.resolve(worker as unknown as Worker)) };
}

test('what is pending is rejected when the worker dies, and so is what is asked later', async () => {
  const { worker, client } = started();
  const heard: WorkerEnded[] = [];
  client.onCrash((problem) => heard.push(problem));
  const pending = [client.queries.diagnostics(), client.open([], [], () => {}), client.exports.analysis()].map((question) =>
    question.catch((problem: unknown) => problem),
  );
  await settle();
  worker.fail('out of memory');
  for (const problem of await Promise.all(pending)) expect(problem).toMatchObject({ name: 'WorkerEnded', reason: 'failed', message: 'out of memory' });
  await expect(client.queries.overview()).rejects.toMatchObject({ reason: 'failed' });
  expect(worker.terminated).toBe(true);
  expect(heard.length).toBe(1);
});

test('closing terminates, rejects what is pending, and is no crash', async () => {
  const { worker, client } = started();
  let crashed = false;
  client.onCrash(() => {
    crashed = true;
  });
  const pending = client.cancel().catch((problem: unknown) => problem);
  await settle();
  client.dispose();
  expect(await pending).toMatchObject({ reason: 'closed' });
  expect(worker.terminated).toBe(true);
  expect(crashed).toBe(false);
});

test('a worker that cannot be started or closes before it stands is told too', async () => {
  const refused = new CaptureClient(() => Promise.reject(new Error('refused')));
  await expect(refused.queries.overview()).rejects.toMatchObject({ reason: 'could-not-start' });
  const heard = await new Promise<WorkerEnded>((resolve) => refused.onCrash(resolve));
  expect(heard.reason).toBe('could-not-start');
  const { worker, client } = started();
  client.dispose();
  await settle();
  expect(worker.terminated).toBe(true);
});

test('a worker that answers with something unreadable is ended', async () => {
  const { worker, client } = started();
  const pending = client.queries.diagnostics().catch((problem: unknown) => problem);
  await settle();
  worker.dispatchEvent(new Event('messageerror'));
  expect(await pending).toMatchObject({ reason: 'unreadable-answer' });
});
