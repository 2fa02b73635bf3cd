/** What the snippet puts on the page. Optional: a content blocker may have removed it. */
interface Window {
  clickstitch?: { identify(user: { email: string }): void };
  track?: (name: string, props: Record<string, unknown>) => void;
}
