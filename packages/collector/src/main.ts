#!/usr/bin/env node
import { createProgram } from './cli/program.ts';
import { AppError } from './domain/errors.ts';

try {
  await createProgram().parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof AppError && error.detail.hint) console.error(error.detail.hint);
  // Connections that came half about would keep it alive.
  process.exit(1);
}
