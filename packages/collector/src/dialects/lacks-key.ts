import type { AppError } from '../domain/errors.ts';

/** Whether a request was refused because it carried no key at all, which some vendors tell from a wrong one. */
export function lacksKey(error: AppError): boolean {
  return error.code === 'unauthorized' && error.message.startsWith('There is no key');
}
