import { createApi } from '../api.ts';
import type { Collector } from '../collector.ts';

/** An affiliate who earns, and is known by a code. */
export interface Promoter {
  affiliate_id: string;
  code: string;
}

/** Makes a program that pays a fifth of each sale at once, and an affiliate in it. */
export async function openProgram(collector: Pick<Collector, 'url' | 'keys'>, code: string): Promise<Promoter> {
  const api = createApi(collector, collector.keys.secret_key);
  async function made(path: string, body: object): Promise<string> {
    const answer = await api.post<{ data: { id: string } }>(path, body);
    if (answer.status !== 201) throw new Error(`${path} was answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.data.id;
  }
  const program_id = await made('/v1/programs', { name: 'Partners', currency: 'EUR', hold_days: 0 });
  await made('/v1/incentives', { program_id, name: 'A fifth', type: 'percentage', rate: 20 });
  return { affiliate_id: await made('/v1/affiliates', { name: 'Ada', code, program_id }), code };
}
