/**
 * How it looks. The host's own rules are important, for these come before a page's, important ones too:
 * https://www.w3.org/TR/css-cascade-5/#importance. Colours are set inside, where no rule of the page applies.
 */
export const style = `
:host {
  all: initial !important;
  direction: ltr !important;
  display: block !important;
  position: fixed !important;
  inset: auto 12px 12px auto !important;
  z-index: 2147483647 !important;
  width: auto !important;
  max-width: calc(100vw - 24px) !important;
}
@media print {
  :host { display: none !important; }
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.shell {
  --paper: #fff; --raised: #f6f7f9; --ink: #1d2430; --soft: #596273; --line: #e1e5eb; --focus: #1f6feb;
  --good: #11603c; --good-bg: #dff4e8; --calm: #3f4a5c; --calm-bg: #e9edf3;
  --warn: #7a4500; --warn-bg: #fdefd3; --bad: #9b1c2c; --bad-bg: #fde5e7;
  color-scheme: light;
  font: 13px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  color: var(--ink);
  text-align: left;
}
@media (prefers-color-scheme: dark) {
  .shell {
    --paper: #171b22; --raised: #1f252e; --ink: #e6eaf0; --soft: #9aa5b5; --line: #303845; --focus: #6ea8ff;
    --good: #7fdcab; --good-bg: #143527; --calm: #b9c4d4; --calm-bg: #2a323e;
    --warn: #f3c677; --warn-bg: #3a2c12; --bad: #ff9aa5; --bad-bg: #451d24;
    color-scheme: dark;
  }
}
.panel {
  display: flex; flex-direction: column;
  width: 440px; max-width: 100%;
  height: 620px; max-height: calc(100vh - 24px);
  overflow: hidden;
  background: var(--paper);
  border: 1px solid var(--line); border-radius: 12px;
  box-shadow: 0 1px 2px rgb(0 0 0 / .08), 0 12px 40px rgb(0 0 0 / .22);
}
h2, h3, h4, p, ol, ul, dl, dd, pre { margin: 0; padding: 0; }
ol, ul { list-style: none; }
header { display: flex; align-items: center; gap: 6px; padding: 10px 12px; }
header div { flex: 1; min-width: 0; }
h2 { font-size: 14px; font-weight: 650; letter-spacing: -.01em; line-height: 1.3; }
header p { font-size: 12px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.soft, time { color: var(--soft); }
time { font-variant-numeric: tabular-nums; font-size: 12px; }
button, select, input, textarea {
  font: inherit; color: inherit;
  background: var(--paper);
  border: 1px solid var(--line); border-radius: 7px;
  padding: 4px 9px; min-height: 28px;
}
button { cursor: pointer; }
button:hover { background: var(--raised); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
.view:focus-visible, summary:focus-visible { outline-offset: -2px; }
.badge { border-radius: 99px; padding: 6px 14px; font-weight: 600; box-shadow: 0 4px 18px rgb(0 0 0 / .22); }
.badge::before { content: ""; display: inline-block; width: 8px; height: 8px; margin-right: 8px; border-radius: 50%; background: var(--good); }
.badge.bad::before { background: var(--bad); }
.problems { flex: none; max-height: 34%; overflow: auto; overscroll-behavior: contain; }
.problems li { padding: 7px 12px 7px 11px; border-top: 1px solid var(--line); border-left: 4px solid var(--bad); background: var(--bad-bg); overflow-wrap: anywhere; }
.problems b { display: block; color: var(--bad); }
.tabs { display: flex; gap: 2px; padding: 0 8px; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); background: var(--raised); }
.tabs button { border: 0; border-radius: 0; background: none; padding: 8px 10px; color: var(--soft); border-bottom: 2px solid transparent; }
.tabs button[aria-pressed=true] { color: var(--ink); font-weight: 600; border-bottom-color: var(--ink); }
.view { flex: 1; min-height: 0; overflow: auto; overscroll-behavior: contain; }
.filter { display: flex; gap: 6px; padding: 8px 12px; position: sticky; top: 0; background: var(--paper); z-index: 1; }
.filter input { flex: 1; min-width: 0; }
.calls > li { border-top: 1px solid var(--line); }
.none { padding: 14px 12px; color: var(--soft); }
.none:empty { display: none; }
summary {
  display: grid; grid-template-columns: 1fr auto auto; gap: 1px 8px; align-items: baseline;
  padding: 8px 12px; cursor: pointer; list-style: none;
}
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--raised); }
.what { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.what b { font-weight: 600; }
.what::before { content: "›"; display: inline-block; width: 12px; color: var(--soft); transform-origin: 4px 55%; }
details[open] .what::before { transform: rotate(90deg); }
.given, .reason { padding-left: 12px; }
.given { font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; grid-column: 1 / -1; grid-row: 2; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.reason { grid-column: 1 / -1; font-size: 12.5px; overflow-wrap: anywhere; }
.given:empty, .reason:empty { display: none; }
.pill { border-radius: 99px; padding: 0 8px; font-size: 12px; font-weight: 600; line-height: 20px; white-space: nowrap; }
.good { color: var(--good); background: var(--good-bg); }
.calm { color: var(--calm); background: var(--calm-bg); }
.warn { color: var(--warn); background: var(--warn-bg); }
.pill.bad { color: var(--bad); background: var(--bad-bg); }
.body { padding: 0 12px 12px 24px; }
h3 { font-size: 13px; font-weight: 650; margin-bottom: 6px; }
h4 { margin: 8px 0 3px; font-size: 12px; font-weight: 600; color: var(--soft); }
h3::first-letter { text-transform: uppercase; }
pre, dd, textarea { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 12px; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; padding: 8px 10px; background: var(--raised); border-radius: 7px; }
.steps li { display: grid; grid-template-columns: auto 76px 1fr; gap: 8px; padding: 1px 0; font-size: 12.5px; overflow-wrap: anywhere; }
.facts section { padding: 10px 12px; border-bottom: 1px solid var(--line); }
dl { display: grid; grid-template-columns: minmax(88px, auto) 1fr; gap: 2px 12px; }
dt { color: var(--soft); }
dd { min-width: 0; }
dd.deep { grid-column: 1 / -1; padding-left: 10px; margin: 2px 0 6px; border-left: 2px solid var(--line); }
dd li + li { border-top: 1px dashed var(--line); margin-top: 3px; padding-top: 3px; }
.copy { padding: 8px 12px; border-top: 1px solid var(--line); }
.copy textarea { width: 100%; resize: vertical; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 480px) {
  :host { inset: auto 8px 8px 8px !important; max-width: none !important; }
  .panel { width: 100%; height: 70vh; }
  .badge { float: right; }
}
@media (prefers-reduced-motion: no-preference) {
  button, summary { transition: background-color .12s; }
}
`;
