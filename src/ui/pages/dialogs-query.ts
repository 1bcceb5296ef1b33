/** The query of the list of other dialogs that a route stands for, and the methods it offers. */
import type { Route } from '../../app/route.ts';
import { dialogColumns, dialogStates, type DialogQuery } from '../../contract/dialogs.ts';
import { callLabels } from '../../contract/labels.ts';
import { known } from './list-filters.ts';

/** the first requests there can be without an INVITE */
export const dialogMethods = [
  'REGISTER',
  'OPTIONS',
  'SUBSCRIBE',
  'NOTIFY',
  'PUBLISH',
  'MESSAGE',
  'REFER',
  'INFO',
  'UPDATE',
  'PRACK',
  'INVITE',
  'BYE',
  'CANCEL',
  'ACK',
] as const;

export function dialogQueryOf(route: Route): DialogQuery {
  const column = dialogColumns.find((name) => name === route.sort?.column) ?? 'index';
  return {
    text: route.text ?? '',
    states: known(dialogStates, route.states),
    methods: route.kinds ?? [],
    ...(route.labels === undefined ? {} : { labels: known(callLabels, route.labels) }),
    sort: { column, descending: route.sort?.descending ?? false },
  };
}
