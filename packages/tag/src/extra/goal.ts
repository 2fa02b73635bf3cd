/** An event that follows from what happens in a page, without code. */
export interface Goal {
  /** The event's name. */
  event: string;
  /** The page's path, or its whole URL; `*` stands for anything. */
  url?: string | undefined;
  /** What is clicked, or the form that is submitted, as a CSS selector. */
  selector?: string | undefined;
  value?: number | string | undefined;
  currency?: string | undefined;
  props?: Record<string, unknown> | undefined;
}
