import type { NextConfig } from 'next';

const config: NextConfig = {
  // There is another lockfile above, which is not this app's.
  turbopack: { root: import.meta.dirname },
};

export default config;
