import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './servers/free-port.ts';
import { serverProgram } from './servers/program.ts';
import { runServer } from './servers/run-server.ts';
import { createServerFolder } from './servers/server-folder.ts';

/** nginx in front of several servers, as an operator would put it there. */
export interface Nginx {
  url: string;
  port: number;
  pid: number;
  remove(): Promise<void>;
}

/**
 * Starts nginx, which gives requests in turn to the servers at `ports` of this machine. A request that has reached one
 * goes to no other, unless it is of a method that may be repeated, which is nginx's own rule.
 */
export async function startNginx(ports: readonly number[]): Promise<Nginx> {
  const folder = createServerFolder('nginx', 'TERM');
  const port = await freePort();
  const file = join(folder.path, 'nginx.conf');
  writeFileSync(file, configOf(ports, port, folder.path));
  const server = await runServer(
    folder,
    serverProgram('nginx'),
    // Before it has read its file it would log where only root may.
    ['-e', 'stderr', '-p', folder.path, '-c', file],
    () => answers(`http://127.0.0.1:${port}/nginx-is-here`),
  );
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: server.pid,
    async remove() {
      await server.end('SIGTERM');
      await folder.remove();
    },
  };
}

function configOf(ports: readonly number[], port: number, folder: string): string {
  const servers = ports.map((upstream) => `server 127.0.0.1:${upstream} fail_timeout=1s;`).join('\n    ');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder};`);
  return `
daemon off;
# One, for each would take turns of its own.
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr warn;
events { worker_connections 4096; }
http {
  access_log off;
  ${temporary.join('\n  ')}
  # How much a request may bring is for the collector to say.
  client_max_body_size 0;
  upstream collectors {
    ${servers}
    keepalive 64;
  }
  server {
    listen 127.0.0.1:${port};
    location = /nginx-is-here { return 204; }
    location / {
      proxy_pass http://collectors;
      proxy_http_version 1.1;
      proxy_next_upstream error timeout;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
    }
  }
}
`;
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => undefined);
  return response?.status === 204;
}
