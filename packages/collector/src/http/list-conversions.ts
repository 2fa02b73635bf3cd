import type { RequestHandler } from 'express';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { viewConversion } from './conversion-view.ts';
import { writeListCursor } from './list-cursor.ts';
import { readListQuestion } from './list-question.ts';

/** `GET /v1/conversions` */
export function listConversionsHandler(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const question = readListQuestion(workspace_id, request.query);
    const { rows, next, ...counts } = await context.ask('list_conversions', question);
    response.json({
      data: rows.map(viewConversion),
      next_cursor: next && writeListCursor(question, next),
      ...counts,
    });
  };
}
