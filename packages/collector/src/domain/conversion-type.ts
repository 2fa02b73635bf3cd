/** A kind of conversion, with what each conversion of it has in common. */
export interface ConversionTypeRow {
  workspace_id: string;
  id: string;
  /** Id by which the caller knows it. */
  external_id: string | null;
  name: string;
  description: string | null;
  category: ConversionCategory;
  /** ISO 4217; of amounts that come without one. */
  currency: string;
  fields: TypedField[];
  workflow_id: string | null;
  master_workflow_id: string | null;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}

export const CONVERSION_CATEGORIES = ['intermediary', 'final'] as const;
export type ConversionCategory = (typeof CONVERSION_CATEGORIES)[number];

export const FIELD_TYPES = ['text', 'number'] as const;

/** A key of the metadata whose meaning is agreed. */
export interface TypedField {
  key: string;
  label: string;
  type: (typeof FIELD_TYPES)[number];
}
