import { AppError } from '../../domain/errors.ts';
import {
  createdStatus,
  expect,
  type FieldNames,
  type Route,
  type VendorReply,
  type VendorRequest,
} from '../dialect.ts';
import { askToClick, CLICK_FIELDS, viewClick } from './click.ts';
import { askToConvert, CONVERSION_FIELDS } from './conversion.ts';
import { viewConversion } from './conversion-view.ts';
import { askToRecordEvent, EVENT_FIELDS, replyToEvent, toldIn } from './event.ts';
import { askToRefund, REFUND_FIELDS } from './refund.ts';
import { eventOfSegment, SEGMENT_FIELDS } from './segment-event.ts';
import { askToSignUp, viewSignup } from './signup.ts';

const convert: Route = {
  method: 'POST',
  path: '/v1/conversions',
  fields: CONVERSION_FIELDS,
  isSigned: true,
  ask: ({ body }) => askToConvert(body),
  reply(answer) {
    const { reward, ...made } = expect(answer, 'reward');
    const status = createdStatus(made);
    return enveloped(status, viewConversion(reward, status === 200 || made.is_replayed));
  },
};

const refund: Route = {
  method: 'POST',
  path: '/v1/conversions/:id/refund',
  fields: REFUND_FIELDS,
  isSigned: true,
  ask: askToRefund,
  reply(answer) {
    const { reward, outcome } = expect(answer, 'reward');
    return enveloped(200, viewConversion(reward, outcome === 'duplicate'));
  },
};

const click: Route = {
  method: 'POST',
  path: '/v1/clicks',
  fields: CLICK_FIELDS,
  ask: ({ body }) => askToClick(body),
  reply: (answer) => enveloped(201, viewClick(answer)),
};

const signUp: Route = {
  method: 'POST',
  path: '/v1/signups',
  ask: ({ body }) => askToSignUp(body),
  reply: (answer, { body }) => enveloped(createdStatus(expect(answer, 'sign_up')), viewSignup(answer, body)),
};

/** In what form events come, and what it calls our fields. */
interface EventSource {
  eventOf(body: unknown): unknown;
  fields: FieldNames;
}

const plain: EventSource = { eventOf: (body) => body, fields: EVENT_FIELDS };
const segment: EventSource = { eventOf: eventOfSegment, fields: SEGMENT_FIELDS };
const SOURCES = new Map([
  ['custom', plain],
  ['segment_webhook', segment],
]);

/** Clicks, what came of them, and what was given back. */
export const moneyRoutes: readonly Route[] = [
  convert,
  refund,
  click,
  signUp,
  event('/v1/events', () => plain),
  event('/v1/sources/segment/events', () => segment),
  event('/v1/sources/:source/events', ({ source = '' }) => SOURCES.get(source)),
];

function event(path: string, find: (params: VendorRequest['params']) => EventSource | undefined): Route {
  function eventIn({ body, params }: VendorRequest): unknown {
    const source = find(params);
    if (source) return source.eventOf(body);
    throw new AppError('not_found', `There is no source ${params['source']}.`, {
      field: 'source',
      hint: 'Send it to custom, segment or segment_webhook: see docs/dialects.md.',
    });
  }
  return {
    method: 'POST',
    path,
    fields: (params) => find(params)?.fields ?? {},
    isSigned: true,
    ask: (request) => askToRecordEvent(eventIn(request)),
    reply: (answer, request) => replyToEvent(answer, toldIn(eventIn(request))),
  };
}

function enveloped(status: number, data: unknown): VendorReply {
  return { status, body: { success: true, data } };
}
