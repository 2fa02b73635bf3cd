import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { isoOf } from '../../domain/time.ts';
import { type Answer, type Ask, expect } from '../dialect.ts';
import { isEmailAddress } from '../email-address.ts';
import { id, parseBody, said, text } from './fields.ts';
import { writeClickId } from './ids.ts';
import { shownId, viewReferral } from './referral-view.ts';

const newSignup = z.object({
  click_id: id,
  email: text(255).refine(isEmailAddress, 'is not an email address').optional(),
  external_user_id: id.optional(),
  name: text(255).optional(),
});

/** `POST /v1/signups`: https://docs.affonso.io/api-reference/endpoint/signups/create */
export function askToSignUp(body: unknown): Ask {
  const { click_id, email, external_user_id, name } = parseBody(newSignup, body);
  if (email === undefined && external_user_id === undefined) {
    throw new AppError('invalid', 'email: one of email and external_user_id is required', { field: 'email' });
  }
  return {
    ask: 'sign_up',
    click: { field: 'click_id', name: click_id },
    given: said({ email, external_user_id, user: name === undefined ? undefined : { name } }),
  };
}

/** The referral. What the checks for fraud block is rejected, and so is what comes when the click counts no more. */
export function viewSignup(answer: Answer, body: unknown) {
  const { click, affiliate, program, referral, is_blocked } = expect(answer, 'sign_up');
  if (referral) {
    const shown = viewReferral(referral);
    return is_blocked ? { ...shown, status: 'rejected' } : shown;
  }
  const { email = null, name = null } = parseBody(newSignup, body);
  return {
    id: writeClickId(click.id),
    affiliate_id: affiliate && shownId('aff', affiliate),
    program_id: program && shownId('prog', program),
    email,
    customer_id: null,
    subscription_id: null,
    status: 'rejected',
    name,
    metadata: null,
    created_at: isoOf(click.occurred_at),
    converted_at: null,
  };
}
