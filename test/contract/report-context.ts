import { STRICT } from '../../packages/collector/src/domain/leniency.ts';
import type { ConversionContext } from '../../packages/collector/src/intake/conversion.ts';

/** Of a report that a native secret key makes, with nothing configured. */
export function reportContext(workspaceId: string, receivedAt: number): ConversionContext {
  return {
    workspace_id: workspaceId,
    received_at: receivedAt,
    currency: 'EUR',
    dialect: 'native',
    leniency: STRICT,
    identity_secret: 'secret',
    type: null,
    source: null,
    affiliate: null,
  };
}
