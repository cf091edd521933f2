import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const config: NextConfig = {
  // Types are checked by `npm test`; the first start must not wait for them twice.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // undici and pg keep process-wide pools; bundling them would make a second copy.
  serverExternalPackages: ['undici', 'pg', 'ioredis', 'gpt-tokenizer', 'prom-client', '@pydantic/genai-prices'],
  allowedDevOrigins: ['127.0.0.1'],
  // i18n/request.ts gives messages that are parsed already.
  turbopack: { resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' } },
  // Serverless hosts have no front of their own; server.ts answers these paths before Next sees them.
  rewrites: async () => [
    { source: '/v1/:path*', destination: '/api/v1/:path*' },
    // Browsers ask for this name by themselves while a page that names its icon is still on its way.
    { source: '/favicon.ico', destination: '/icon.svg' },
  ],
}

export default createNextIntlPlugin('./i18n/request.ts')(config)
