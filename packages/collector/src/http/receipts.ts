import { Router } from 'express';
import { cleanText } from '../domain/text.ts';
import type { ReceiptPlace } from '../reports/list-receipts.ts';
import { listReceiptsQuery } from '../wire/list-receipts.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { notHandedOut, readCursor, writeCursor } from './page-cursor.ts';
import { viewReceipt } from './receipt-view.ts';

/** `/v1/receipts` */
export function receiptRoutes(context: HttpContext): Router {
  const router = Router();

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor, conversion_id } = parse(listReceiptsQuery, request.query);
    const { rows, next } = await context.ask('list_receipts', {
      workspace_id,
      subject_id: conversion_id === undefined ? null : cleanText(conversion_id),
      limit,
      after: readPlace(cursor),
    });
    response.json({
      data: rows.map((row) => viewReceipt(row, row.subject_id)),
      next_cursor: next && writeCursor(next.recorded_at, idOf(next)),
    });
  });

  return router;
}

function idOf({ subject_id, command_id, kind }: ReceiptPlace): string {
  return [subject_id, command_id, kind].map(encodeURIComponent).join(' ');
}

/** Throws `invalid` where the cursor was not handed out here. */
function readPlace(cursor: string | undefined): ReceiptPlace | null {
  const place = readCursor(cursor);
  if (!place) return null;
  try {
    const ids = place.id.split(' ').map((part) => cleanText(decodeURIComponent(part)));
    const [subject_id, command_id, kind] = ids;
    if (subject_id !== undefined && command_id !== undefined && kind !== undefined) {
      return { recorded_at: place.at, subject_id, command_id, kind: kind as ReceiptPlace['kind'] };
    }
  } catch {
    // Answered below.
  }
  throw notHandedOut();
}
