/** The sound strip stays in sight under the plots; its waveforms stand exactly below their drawing area (axis 62, margin 10). */
import { css } from 'lit';

export const callSoundStyles = css`
  :host { display: block; position: sticky; bottom: var(--foot, 0); z-index: 3; min-width: 0; background: var(--sg-surface); }
  .strip { border-top: 1px solid var(--sg-line-strong); padding: 6px var(--inset, 0) 8px; background: var(--sg-surface); }
  .bar { display: flex; align-items: center; gap: 4px 8px; flex-wrap: wrap; min-width: 0; margin-bottom: 6px; font-size: var(--sg-size-s); color: var(--sg-text-2); }
  .bar .button.play { width: 54px; min-height: 28px; padding: 0; }
  .time { font-variant-numeric: tabular-nums; color: var(--sg-text); min-width: 12ch; white-space: nowrap; }
  sg-menu [slot='label'] { display: inline-flex; align-items: center; gap: 6px; }
  .gap { flex: 1; }
  .status { color: var(--sg-text-2); }
  .status.bad { color: var(--sg-error); }
  label.volume { display: inline-flex; align-items: center; gap: 5px; }
  input[type='range'] { width: 74px; accent-color: var(--sg-accent); margin: 0; }
  select.input { min-height: 24px; font-size: var(--sg-size-s); padding: 0 2px; }
  .row { display: grid; grid-template-columns: 62px minmax(0, 1fr) 10px; align-items: stretch; margin-bottom: 4px; }
  .hand { display: grid; grid-template: auto auto / 22px 22px 4px; align-content: center; gap: 3px; padding-right: 6px; }
  .hand .button { min-height: 20px; width: 22px; padding: 0; font-size: 10px; font-weight: 600; color: var(--sg-text-2); border-color: var(--sg-line); border-radius: 4px; }
  .hand .button[aria-pressed='true'] { color: var(--sg-accent); border-color: var(--sg-accent); }
  .hand input.pan { grid-area: 2 / 1 / 3 / 3; width: 47px; height: 12px; }
  sg-level { grid-area: 1 / 3 / 3 / 4; align-self: stretch; margin: 1px 0; }
  .bar .fold { padding: 0 5px; color: var(--sg-text-2); background: none; border-color: var(--sg-line); }
  @media (max-height: 760px) { sg-waveform { height: 40px; } .rows { max-height: var(--sound-rows, 30vh); } .strip { padding-bottom: 5px; } }
  .name { display: inline-flex; max-width: 100%; gap: 6px; padding: 0 6px; font-size: 11px; line-height: 17px; color: var(--sg-text-2); background: color-mix(in srgb, var(--sg-surface) 78%, transparent); border-radius: 0 0 4px 0; }
  .name b { font-weight: 600; color: var(--sg-text); }
  .name .bad { color: var(--sg-error); }
  .name .slow { color: var(--sg-warning); }
  .unheard b { white-space: nowrap; }
  .unheard span:last-child { min-width: 0; overflow-wrap: anywhere; }
  .unheard { display: flex; align-items: center; gap: 10px; min-height: 30px; padding: 0 8px; border-radius: 3px; background: var(--sg-sunken); font-size: var(--sg-size-s); color: var(--sg-text-2); }
  .rows { max-height: var(--sound-rows, min(46vh, 400px)); overflow-y: auto; scrollbar-gutter: auto; }
  sg-waveform.low { height: 34px; }
  .legend { display: flex; flex-wrap: wrap; gap: 2px 12px; padding-left: 62px; font-size: 11px; color: var(--sg-text-2); }
  .legend i { display: inline-block; width: 8px; height: 8px; border-radius: 2px; margin-right: 4px; vertical-align: -0.5px; }
  .m-lost { background: var(--sg-error); } .m-late { background: var(--sg-warning); } .m-duplicate { background: var(--sg-series-5); }
  .m-silent { background: var(--sg-line-strong); } .m-noise { background: var(--sg-note); } .m-event { background: var(--sg-series-4); }
`;
