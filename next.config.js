/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  poweredByHeader: false,
  reactStrictMode: true,
  // A path that is not ours is refused, not redirected.
  skipTrailingSlashRedirect: true,
  // Types are `npm test`'s business, over the whole project; an installation must not wait for them.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // Bodies pass through proxy.ts, which cuts them here: far above what is refused (lib/server/http/request-guard.ts).
    proxyClientMaxBodySize: '1mb',
  },
  // Pages and routes get theirs from proxy.ts and lib/server/http/security-headers.ts; this is for built files.
  headers: async () => [
    {
      source: '/_next/static/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
      ],
    },
  ],
};
