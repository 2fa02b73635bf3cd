/** The words of a list, or of a text with commas between them. */
export const words = (list: readonly string[] | string = []): string[] => `${list}`.match(/[\w-]+/g) ?? [];
