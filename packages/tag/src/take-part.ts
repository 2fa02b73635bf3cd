import { neverThrows } from './browser/never-throws.ts';
import type { Feature, Tag } from './features/feature.ts';

/** What a part of the script, which `tag.js` fetches, finds of it. */
export interface WithTag {
  clickstitch: { x?: Tag };
}

/** Hands features to the tag of this page; one that breaks is its own loss. */
export function takePart(features: readonly Feature[]): void {
  const tag = tagOfPage();
  for (const feature of features) neverThrows(feature, (error) => tag._note('error', error))(tag);
}

/** The tag that has fetched this part. */
export const tagOfPage = (): Tag => (window as unknown as WithTag).clickstitch.x as Tag;
