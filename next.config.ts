import type { NextConfig } from 'next'

const config: NextConfig = {
  // Types are checked by `npm test`; the first start must not wait for them twice.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // undici and pg keep process-wide pools; bundling them would make a second copy.
  serverExternalPackages: ['undici', 'pg', 'ioredis', 'gpt-tokenizer', '@pydantic/genai-prices'],
  allowedDevOrigins: ['127.0.0.1'],
}

export default config
