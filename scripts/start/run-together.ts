import { type Service, startService } from './service.ts';

/** Starts one of them. */
export type Run = (name: string, args: string[], env: NodeJS.ProcessEnv, onLine: (line: string) => void) => Service;

/**
 * Runs programs beside each other, which `start` starts. When one of them ends, or a signal comes, all end, and this process with
 * them: the last one first, so that nothing it still reports is refused. `onStopped` is called where that was wanted.
 */
export async function runTogether(start: (run: Run) => Promise<void>, onStopped?: () => void): Promise<void> {
  const services: Service[] = [];
  let isStopping = false;

  const run: Run = (name, args, env, onLine) => {
    const service = startService(name, args, env, onLine);
    services.push(service);
    void service.ended.then((how) => {
      if (!isStopping) {
        console.error(`\n${how}`);
        void stop(1);
      }
    });
    return service;
  };

  async function stop(code: number): Promise<never> {
    if (!isStopping) {
      isStopping = true;
      for (const service of services.toReversed()) {
        await service.stop();
      }
      if (code === 0) {
        onStopped?.();
      }
      process.exit(code);
    }
    return new Promise(() => {});
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void stop(0));
  }
  try {
    await start(run);
  } catch (error) {
    if (!isStopping) {
      console.error(`\n${error instanceof Error ? error.message : String(error)}`);
      await stop(1);
    }
  }
}
