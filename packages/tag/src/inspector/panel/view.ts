/** A part of the panel. */
export interface View {
  readonly element: HTMLElement;
  /** Shows what has become known meanwhile. */
  update(): void;
}
