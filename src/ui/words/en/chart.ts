/** Words of the time chart itself: its keys, its table, its marks. */
export const chart = {
  help: 'Drag to zoom, Shift+drag to move, double-click to see all. With the chart focused: wheel or + and − zoom, arrows move, 0 shows all.',
  table: 'Show as table',
  chart: 'Show as chart',
  time: 'Time',
  minimum: (name: string) => `${name}, lowest`,
  maximum: (name: string) => `${name}, highest`,
  mean: (name: string) => `${name}, mean`,
  rows: (shown: number, all: number) => (shown === all ? `${all} rows` : `The first ${shown} of ${all} rows; zoom in to see the others.`),
  noData: 'Nothing to draw in this window.',
  reset: 'Show all',
};
