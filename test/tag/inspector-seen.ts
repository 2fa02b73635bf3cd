import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright';

/** What of the URL asks for the inspector. */
export const asked = '/?clickstitch_debug=1';

export const inspectorOf = (page: Page): Locator => page.locator('clickstitch-inspector');

/** Rows of calls whose event or verb is of that name. */
export function rowsOf(page: Page, name: string): Locator {
  return inspectorOf(page)
    .locator('.calls > li')
    .filter({ has: page.locator(`.what b:text-is("${name}")`) });
}

/** Waits until the newest call of that name has a verdict, and resolves to the reason. */
export async function reasonWhen(page: Page, name: string, verdict: string): Promise<string> {
  const row = rowsOf(page, name).first();
  await row.locator('.pill').getByText(verdict, { exact: true }).waitFor({ timeout: 15_000 });
  return (await row.locator('.reason').textContent()) ?? '';
}

/** Waits for a problem by its title, and resolves to what is to be done. */
export async function remedyOf(page: Page, title: string | RegExp): Promise<string> {
  const problem = inspectorOf(page).locator('.problems li').filter({ hasText: title });
  await problem.first().waitFor({ timeout: 15_000 });
  return (await problem.first().textContent()) ?? '';
}

/** What Copy JSON hands out, where the browser refuses the clipboard. */
export async function reportOf(page: Page): Promise<Report> {
  await page.evaluate(`navigator.clipboard && (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))`);
  await inspectorOf(page).getByRole('button', { name: 'Copy JSON' }).click();
  const field = inspectorOf(page).locator('textarea');
  await field.waitFor();
  return JSON.parse(await field.inputValue());
}

export interface Report {
  url: string;
  problems: { title: string; remedy: string }[];
  consent: Record<string, unknown>;
  cookie: Record<string, unknown>;
  visitor: Record<string, unknown>;
  vendor_cookies: unknown;
  kept_conversions: Record<string, unknown>[];
  tag: { endpoint: string; key: string; files: string[]; settings: Record<string, unknown> };
  calls: {
    verb: string;
    name: string;
    by: string;
    args?: unknown[];
    verdict: string;
    reason: string;
    failures: number;
    event?: { id: string };
    happened: { what: string; why?: string }[];
  }[];
}

/** The call of that name in a report. */
export function callIn({ calls }: Report, name: string): Report['calls'][number] {
  return calls.find((call) => call.name === name) ?? assert.fail(`no ${name} in ${calls.map((call) => call.name)}`);
}
