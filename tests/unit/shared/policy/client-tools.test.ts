import { expect, test } from 'vitest'
import { recognizeClient } from '#lib/shared/policy/client-tools'

test.each([
  ['claude-code', { 'user-agent': 'claude-cli/2.0.14 (external, cli)', 'x-app': 'cli' }],
  ['claude-code', { 'user-agent': 'Anthropic/JS 0.60.0', 'x-app': 'cli', 'x-stainless-lang': 'js' }],
  ['codex', { 'user-agent': 'codex_cli_rs/0.46.0 (Debian 12; x86_64) xterm', originator: 'codex_cli_rs' }],
  ['codex', { originator: 'codex_vscode' }],
  ['cursor', { 'user-agent': 'Cursor/1.7.0' }],
  ['cursor', { 'user-agent': 'OpenAI/JS 5.0.0', 'x-cursor-client-version': '1.7.0' }],
  ['claude-code', { 'user-agent': 'Mozilla/5.0', 'anthropic-beta': 'oauth-2025-04-20,claude-code-20250219' }],
  ['cline', { 'user-agent': 'OpenAI/JS 4.83.0', 'http-referer': 'https://cline.bot', 'x-title': 'Cline' }],
  ['roo-code', { 'user-agent': 'OpenAI/JS 5.0.0', 'http-referer': 'https://github.com/RooVetGit/Roo-Cline', 'x-title': 'Roo Code' }],
  ['roo-code', { 'user-agent': 'RooCode/3.28.0' }],
  ['cc-switch', { 'user-agent': 'cc-switch/3.4 claude-cli/2.0.14' }],
  ['continue', { 'user-agent': 'OpenAI/JS 5.0.0', 'http-referer': 'https://www.continue.dev/', 'x-title': 'Continue' }],
  ['aider', { 'user-agent': 'litellm/1.75.0', 'http-referer': 'https://aider.chat', 'x-title': 'Aider' }],
  ['opencode', { 'user-agent': 'opencode/0.14.1 ai-sdk/provider-utils/3.0.9' }],
  ['gemini-cli', { 'user-agent': 'GeminiCLI/0.8.1 (linux; x64)' }],
  ['openai-python', { 'user-agent': 'OpenAI/Python 1.109.1' }],
  ['openai-python', { 'user-agent': 'AsyncOpenAI/Python 2.1.0' }],
  ['openai-node', { 'user-agent': 'OpenAI/JS 5.23.1' }],
  ['anthropic-python', { 'user-agent': 'AsyncAnthropic/Python 0.69.0' }],
  ['anthropic-node', { 'user-agent': 'Anthropic/JS 0.65.0' }],
  ['ai-sdk', { 'user-agent': 'ai/5.0.60 ai-sdk/provider-utils/3.0.10 runtime/node.js/22' }],
  ['langchain', { 'user-agent': 'langchainjs-openai/0.6.14' }],
  ['curl', { 'user-agent': 'curl/8.14.1' }],
  ['openai-node', { 'user-agent': 'Mozilla/5.0', 'x-stainless-lang': 'js' }],
  ['anthropic-python', { 'x-stainless-lang': 'python', 'anthropic-version': '2023-06-01' }],
  ['unknown', { 'user-agent': 'Mozilla/5.0', 'x-stainless-lang': 'go' }],
  ['unknown', { 'user-agent': 'Mozilla/5.0' }],
  ['unknown', {}],
])('recognises %s', (tool, headers) => {
  expect(recognizeClient(headers)).toBe(tool)
})
