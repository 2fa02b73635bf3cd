/** The words of a list of lists, or of texts with commas or spaces between them. */
export const words = (list: unknown): string[] => `${list}`.match(/[\w-]+/g) ?? [];
