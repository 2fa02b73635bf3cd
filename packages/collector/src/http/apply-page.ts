import type { ApplicationField, ProgramRow } from '../domain/program.ts';
import { ANSWER_MAX, type GivenApplication, TRAP_FIELD } from '../wire/application.ts';
import { type Html, html, raw } from './html.ts';

/** A form as it was sent, and what is to be said about it. */
export interface FormState {
  given: GivenApplication | null;
  /** By field, in words. */
  faults: ReadonlyMap<string, string>;
  /** What is wrong with none of the fields. */
  notice: string | null;
}

/** The form by which somebody applies to a program: without scripts, with what was entered and what is wrong with it. */
export function renderApplyPage(program: ProgramRow, { given, faults, notice }: FormState): string {
  const ids = new Map(program.application_fields.map(({ key }, index) => [nameOf(key), `answer-${index + 1}`]));
  const what = { given, faults, ids };
  return page(
    `Join ${program.name}`,
    html`<header>
  <h1>Join ${program.name}</h1>
  <p class="what">Recommend us, and get a share of what you bring. Fields with <span class="must" aria-hidden="true">*</span><span class="sr">an asterisk</span> are required.</p>
</header>
${notice === null ? '' : html`<p class="notice" role="alert">${notice}</p>`}
${faults.size === 0 ? '' : summary(what, program)}
<form method="post" novalidate accept-charset="utf-8">
  ${field(what, { name: 'name', label: 'Your name', value: given?.name, isRequired: true, attributes: raw('autocomplete="name" maxlength="255"') })}
  ${field(what, { name: 'email', label: 'E-mail', value: given?.email, isRequired: true, attributes: raw('type="email" autocomplete="email" maxlength="255"') })}
  ${field(what, { name: 'website', label: 'Website', value: given?.website, isRequired: false, attributes: raw('type="url" inputmode="url" autocomplete="url" maxlength="2048"') })}
  ${program.application_fields.map((asked) => question(what, asked))}
  <div class="trap" aria-hidden="true"><label>Leave this empty <input name="${TRAP_FIELD}" tabindex="-1" autocomplete="off"></label></div>
  ${program.terms_url === null ? '' : terms(what, program.terms_url)}
  <button>Apply</button>
</form>`,
  );
}

/** The same for everybody who applied, so that nobody learns who is in a program already. */
export function renderAppliedPage({ name, affiliate_approval }: ProgramRow, email: string): string {
  const next =
    affiliate_approval === 'automatic'
      ? html`Your link comes to <b>${email}</b>.`
      : html`It is looked at by a person, and the answer comes to <b>${email}</b>.`;
  return page(
    `Thank you · ${name}`,
    html`<header><h1>Thank you</h1><p class="what">Your application to ${name} has arrived. ${next}</p></header>`,
  );
}

export function renderNoProgramPage(): string {
  return page(
    'Nothing to join',
    html`<header><h1>Nothing to join</h1><p class="what">There is no such program (any more). Ask whoever gave you the link.</p></header>`,
  );
}

interface Shown extends Pick<FormState, 'given' | 'faults'> {
  /** By the names of fields, for a key of the program's can be anything, and an id cannot. */
  ids: ReadonlyMap<string, string>;
}

interface Field {
  name: string;
  label: string;
  value: string | null | undefined;
  isRequired: boolean;
  attributes: Html;
}

function field(shown: Shown, { name, label, value, isRequired, attributes }: Field): Html {
  return html`<div class="field">
    <label for="${name}">${label}${asterisk(isRequired)}</label>
    <input id="${name}" name="${name}" value="${value ?? ''}" ${attributes} ${state(shown, name, isRequired)}>
    ${fault(shown, name)}
  </div>`;
}

function question(shown: Shown, { key, label, is_required }: ApplicationField): Html {
  const name = nameOf(key);
  const id = shown.ids.get(name) ?? name;
  const answers = shown.given?.answers ?? {};
  return html`<div class="field">
    <label for="${id}">${label}${asterisk(is_required)}</label>
    <textarea id="${id}" name="${name}" rows="3" maxlength="${ANSWER_MAX}" ${state(shown, name, is_required)}>
${Object.hasOwn(answers, key) ? (answers[key] ?? '') : ''}</textarea>
    ${fault(shown, name)}
  </div>`;
}

function terms(shown: Shown, url: string): Html {
  const checked = raw(shown.given?.accepts_terms ? ' checked' : '');
  return html`<div class="field">
    <label class="tick" for="accepts_terms"><input type="checkbox" id="accepts_terms" name="accepts_terms"${checked} ${state(shown, 'accepts_terms', true)}>
    <span>I agree to the <a href="${url}" target="_blank" rel="noopener noreferrer">terms</a>${asterisk(true)}</span></label>
    ${fault(shown, 'accepts_terms')}
  </div>`;
}

function asterisk(isRequired: boolean): Html | string {
  return isRequired ? html` <span class="must" aria-hidden="true">*</span>` : '';
}

function state({ faults, ids }: Shown, name: string, isRequired: boolean): Html {
  const required = raw(isRequired ? 'required ' : '');
  if (!faults.has(name)) return required;
  return html`${required}aria-invalid="true" aria-describedby="${ids.get(name) ?? name}-fault"`;
}

function fault({ faults, ids }: Shown, name: string): Html | string {
  const words = faults.get(name);
  return words === undefined ? '' : html`<p class="fault" id="${ids.get(name) ?? name}-fault">${words}</p>`;
}

/** What is wrong, each with a way to its field. */
function summary({ faults, ids }: Shown, { application_fields }: ProgramRow): Html {
  const labels = new Map(application_fields.map(({ key, label }) => [nameOf(key), `${label}: `]));
  const items = [...faults].map(
    ([name, words]) => html`<li><a href="#${ids.get(name) ?? name}">${labels.get(name) ?? ''}${words}</a></li>`,
  );
  return html`<div class="notice" role="alert"><p><b>Please look at this again:</b></p><ul>${items}</ul></div>`;
}

function nameOf(key: string): string {
  return `answers.${key}`;
}

function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(APPLY_STYLE)}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>`.text;
}

export const APPLY_STYLE = `
:root{--ink:#1d2430;--soft:#5c6675;--line:#c9cfd7;--paper:#fff;--ground:#f4f5f2;--good:#1c7a4f;--bad:#a3262a;--bad-ground:#fbeaea}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:36rem;margin:2.5rem auto;padding:2rem;background:var(--paper);border:1px solid #dfe3e8;border-radius:12px}
h1{margin:0;font-size:2rem;line-height:1.15;letter-spacing:-.02em;overflow-wrap:anywhere}
.what{margin:.5rem 0 1.5rem;color:var(--soft);overflow-wrap:anywhere}
.field{margin-bottom:1.25rem}
label{display:block;margin-bottom:.3rem;font-weight:550}
input,textarea{width:100%;padding:.55rem .7rem;border:1px solid var(--line);border-radius:8px;background:var(--paper);color:inherit;font:inherit}
textarea{resize:vertical}
input:focus-visible,textarea:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid #9fd0b8;outline-offset:1px}
[aria-invalid]{border-color:var(--bad)}
.tick{display:flex;gap:.6rem;align-items:baseline;font-weight:400}
.tick input{width:auto;flex:none}
.must,.fault{color:var(--bad)}
.fault{margin:.3rem 0 0;font-size:.92rem}
.notice{margin:0 0 1.5rem;padding:.8rem 1rem;border-radius:8px;background:var(--bad-ground)}
.notice p{margin:0}
.notice ul{margin:.3rem 0 0;padding-left:1.2rem}
.notice a{color:var(--bad)}
a{color:var(--good)}
button{padding:.65rem 1.6rem;border:0;border-radius:8px;background:var(--good);color:#fff;font:inherit;font-weight:600;cursor:pointer}
.trap,.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media (max-width:40rem){main{margin:0;border:0;border-radius:0;padding:1.25rem;min-height:100vh}}
`;
