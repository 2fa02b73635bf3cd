import { neverThrows } from '../browser/never-throws.ts';
import type { Tag } from '../features/feature.ts';

/** Tells which directive of the page's Content-Security-Policy has refused a request to the collector, if one has. */
export function watchPolicy({ _page, _url }: Tag, onChange: () => void): () => string | undefined {
  let directive: string | undefined;
  const { origin } = new URL(_url, _page.location.href);
  const hear = neverThrows((event: SecurityPolicyViolationEvent) => {
    const { blockedURI, effectiveDirective, disposition } = event;
    // After a redirect only the origin is told.
    if (disposition !== 'enforce' || !(blockedURI === origin || blockedURI.startsWith(`${origin}/`))) return;
    directive = effectiveDirective;
    onChange();
  });
  _page.document.addEventListener('securitypolicyviolation', hear);
  return () => directive;
}
