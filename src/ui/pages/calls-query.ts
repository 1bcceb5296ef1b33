/** The query a route stands for, and back: only states, problems and columns that exist come through. */
import type { Route } from '../../app/route.ts';
import { callColumns, callProblems, callStates, type CallQuery } from '../../contract/calls.ts';
import { callLabels } from '../../contract/labels.ts';

function known<T extends string>(all: readonly T[], given: readonly string[] | undefined): readonly T[] {
  return all.filter((item) => given?.includes(item) === true);
}

export function callQueryOf(route: Route): CallQuery {
  const column = callColumns.find((name) => name === route.sort?.column) ?? 'index';
  return {
    text: route.text ?? '',
    states: known(callStates, route.states),
    problems: known(callProblems, route.problems),
    sort: { column, descending: route.sort?.descending ?? false },
    ...(route.status === undefined ? {} : { status: route.status }),
    ...(route.rules === undefined ? {} : { rules: route.rules }),
    ...(route.labels === undefined ? {} : { labels: known(callLabels, route.labels) }),
    ...(route.show?.includes('families') === true ? { families: true } : {}),
    ...(route.from === undefined ? {} : { from: route.from }),
    ...(route.to === undefined ? {} : { to: route.to }),
  };
}

/** The same without its window of time, or without its states: what the strip and the outcomes count. */
export function withoutWindow({ from: _from, to: _to, ...rest }: CallQuery): CallQuery {
  return rest;
}

export function withoutStates(query: CallQuery): CallQuery {
  return { ...query, states: [] };
}
