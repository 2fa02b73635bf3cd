/** UTM parameters by name without the prefix. */
export type Utm = Record<string, string>;

/** Click ids by parameter in lower case, each with the time it was first seen. */
export type ClickIds = Record<string, ClickId>;

export interface ClickId {
  /** Byte for byte as it came. */
  value: string;
  /** ms UTC */
  first_seen_at: number;
}
