/** The newest question wins: answers to older ones are dropped, whichever order they come in. */

/**
 * Wraps a question so that only the answer to the newest one is given on.
 *   const load = latest((id: CallIndex) => session.queries.call(id), (detail) => { this._detail = detail; });
 *   load(3); load(4);   // only the answer for 4 arrives
 * A rejection of the newest goes to `fail` (by default it is dropped: the session says when the worker died).
 */
export function latest<Arguments extends readonly unknown[], Answer>(
  ask: (...given: Arguments) => Promise<Answer>,
  give: (answer: Answer, ...given: Arguments) => void,
  fail: (problem: unknown) => void = () => {},
): (...given: Arguments) => void {
  let newest = 0;
  return (...given) => {
    const mine = ++newest;
    ask(...given).then(
      (answer) => {
        if (mine === newest) give(answer, ...given);
      },
      (problem: unknown) => {
        if (mine === newest) fail(problem);
      },
    );
  };
}

/**
 * One question at a time, for what is asked again and again while reading: every answer is given on, and of the questions
 * put meanwhile only the newest follows. `latest` would starve here, when questions come faster than answers.
 */
export function steady<Arguments extends readonly unknown[], Answer>(
  ask: (...given: Arguments) => Promise<Answer>,
  give: (answer: Answer, ...given: Arguments) => void,
): (...given: Arguments) => void {
  let waiting: Arguments | undefined;
  let busy = false;
  const run = async (given: Arguments): Promise<void> => {
    busy = true;
    for (let next: Arguments | undefined = given; next !== undefined; next = waiting) {
      waiting = undefined;
      const present: Arguments = next;
      await ask(...present).then(
        (answer) => give(answer, ...present),
        () => {},
      );
    }
    busy = false;
  };
  return (...given) => {
    if (busy) waiting = given;
    else void run(given);
  };
}
