export type Shape = 'bowl' | 'cup' | 'pitcher' | 'dripper' | 'vase' | 'plate';

/** A silhouette in a box of 240 × 240; pots stand on y = 204. */
export interface Silhouette {
  /** Closed outline of the body. */
  body: string;
  /** The opening, seen slightly from above. */
  rim: { x: number; y: number; rx: number; ry: number };
  /** How far down the glaze reaches, as y. */
  glazeTo: number;
  /** A handle, drawn behind the body as a thick line. */
  handle?: { path: string; width: number };
}

/** The plate has none: it leans against the wall and is drawn from circles. */
export const SILHOUETTES: Record<Exclude<Shape, 'plate'>, Silhouette> = {
  bowl: {
    body: 'M42 108 C44 160 78 192 98 196 L97 204 L143 204 L142 196 C162 192 196 160 198 108 Z',
    rim: { x: 120, y: 108, rx: 78, ry: 15 },
    glazeTo: 168,
  },
  cup: {
    body: 'M72 88 C73 140 78 176 88 194 Q93 204 106 204 L134 204 Q147 204 152 194 C162 176 167 140 168 88 Z',
    rim: { x: 120, y: 88, rx: 48, ry: 10 },
    glazeTo: 152,
  },
  pitcher: {
    body: 'M88 54 C92 86 68 106 64 148 C61 184 78 204 102 204 L138 204 C162 204 179 184 176 148 C172 108 150 92 153 62 C155 52 162 46 170 40 C156 42 148 48 138 48 Z',
    rim: { x: 119, y: 52, rx: 32, ry: 7 },
    glazeTo: 158,
    handle: { path: 'M90 66 C42 58 28 130 68 148', width: 11 },
  },
  dripper: {
    body: 'M56 84 C64 122 98 140 104 168 L74 172 Q72 184 92 186 L110 187 L110 204 L130 204 L130 187 L148 186 Q168 184 166 172 L136 168 C142 140 176 122 184 84 Z',
    rim: { x: 120, y: 84, rx: 64, ry: 13 },
    glazeTo: 148,
    handle: { path: 'M176 100 C214 100 206 146 158 138', width: 10 },
  },
  vase: {
    body: 'M106 38 C108 72 108 82 88 106 C60 138 62 184 98 204 L142 204 C178 184 180 138 152 106 C132 82 132 72 134 38 Z',
    rim: { x: 120, y: 38, rx: 14, ry: 4 },
    glazeTo: 166,
  },
};
