import { z } from 'zod';
import { isBlockedValue } from '../../domain/identity.ts';
import { key } from '../../wire/fields.ts';
import { isEmailAddress } from '../email-address.ts';

/** Fields that several of Nexor's requests share. Its ids are UUIDs; an id of another form is taken as it is. */

export const leadId = key.refine((value) => !isBlockedValue(value), 'stands for nobody; expected the id of a lead');

export const email = z.string().refine(isEmailAddress, 'expected an email address');
