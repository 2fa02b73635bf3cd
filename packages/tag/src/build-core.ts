/** See `build.ts`. */
export const isWhole = false;
