import { describe, expect, it } from 'vitest'
import { inlineMediaType, isBase64 } from '#lib/gateway/wire/inline-base64'
import { decodeChatRequest } from '#lib/gateway/wire/openai-chat/decode-request'

const mediaOf = (messages: string) => decodeChatRequest(Buffer.from(`{"model":"m","messages":[${messages}]}`)).media
const ofParts = (...parts: unknown[]) => mediaOf(JSON.stringify({ role: 'user', content: parts }))
const plain = { images: 0, inlineImageBytes: 0, audios: 0, documents: 0 }

describe('measureMedia', () => {
  it.each([
    '{"role":"user","content":"hi","name":"x"}',
    '{"role":"assistant","content":null,"audio":null,"images":[],"refusal":null,"annotations":[]}',
    '{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}',
    '{"role":"assistant","content":"x","reasoning_details":[{"type":"reasoning.encrypted","data":"AAAA"}]}',
    '{"role":"tool","tool_call_id":"c","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]}',
    '{"role":"user","content":["a",{"text":"b"},{"type":"input_text","text":"c"}],"odd":1,"also":"text"}',
    '{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"x"}]}]}',
    '{"role":"assistant","content":[{"type":"thinking","thinking":"x","signature":"s"}]}',
    '{"role":"user","content":"a \\"content\\": {\\\\"}',
  ])('takes %s for text', (message) => {
    expect(mediaOf(message)).toEqual(plain)
  })

  it.each([
    '{"role":"assistant","audio":{"id":"audio_1"}}',
    '{"role":"assistant","audio":"https://x/a.mp3"}',
    '{"role":"user","content":{"type":"image_url","image_url":{"url":"https://x"}}}',
    '{"role":"user","content":"a","images":["AAAA"]}',
    '{"role":"user","content":"a","Content":[{"type":"file"}]}',
    '{"role":"user","content":"a","odd":{"url":"https://x"}}',
    '{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}],"content":"hi"}',
    '{"role":"user","content":[{"type":"file","type":"text","text":"a"}]}',
    '{"role":"user","content":[[{"type":"file"}]]}',
  ])('takes %s for a document', (message) => {
    expect(mediaOf(message).documents).toBeGreaterThan(0)
  })

  it.each([
    { type: 'file', File: { file_id: 'f' } },
    { type: 'text', text: 'x', file_url: 'https://x/y.pdf' },
    { type: 'image_url', Image_URL: { url: 'https://x' } },
    { type: 'Image_URL', image_url: { url: 'https://x' } },
    { type: 'input_file', file_id: 'f' },
    { type: 'image', source: { type: 'url', url: 'https://x' } },
    { type: 'text', source: { url: 'https://x' } },
    { type: 'media', fileUri: 'gs://x' },
    { type: 'text', text: 'x', fileUri: 'gs://x' },
    { type: 'input_audio', input_audio: 'https://x/a.mp3' },
    { type: 'input_audio', input_audio: { data: 'https://x/a.mp3' } },
    { type: 'audio', audio: 'https://x/a.mp3' },
    { type: 'text', text: 'x', image_url: { url: 'data:image/png;base64,AAAA' } },
    { type: 'image_url', image_url: { url: 'data:application/pdf;base64,AAAA' } },
    { type: 'image_url', image_url: { url: 'https://x', file: { id: 'f' } } },
    { type: 'text', inputAudio: 'x' },
  ])('takes the part %j for a document', (part) => {
    expect(ofParts({ type: 'text', text: 'a' }, part)).toMatchObject({ inlineImageBytes: 0 })
    expect(ofParts(part).documents).toBeGreaterThan(0)
  })

  it('counts images inside a tool result', () => {
    const image = { type: 'image_url', image_url: { url: 'https://x', detail: 'high' } }
    expect(ofParts({ type: 'tool_result', content: [image, image] })).toEqual({ ...plain, images: 2 })
  })

  it('takes out the bytes of real inline images only', () => {
    const url = `data:image/png;base64,${'AAAA'.repeat(100)}AA==`
    expect(ofParts({ type: 'image_url', image_url: { url } })).toEqual({ ...plain, images: 1, inlineImageBytes: url.length })
    expect(ofParts({ type: 'input_image', image_url: url })).toEqual({ ...plain, images: 1, inlineImageBytes: url.length })
    const secret = `data:image/png;base64,${'secret text '.repeat(20_000)}`
    expect(ofParts({ type: 'image_url', image_url: { url: secret } })).toEqual({ ...plain, images: 1 })
    expect(ofParts({ type: 'text', text: secret })).toEqual(plain)
  })

  it('measures megabytes in linear time', () => {
    const started = performance.now()
    expect(ofParts({ type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(8_000_000)}` } }).images).toBe(1)
    expect(mediaOf(Array.from({ length: 100_000 }, () => '{"content":"a"}').join(','))).toEqual(plain)
    expect(performance.now() - started).toBeLessThan(3000)
  })
})

describe('isBase64', () => {
  it.each(['AA', 'AAA=', 'AA==', 'abc/+09Z', 'AAAAAA'])('believes %s', (text) => expect(isBase64(text)).toBe(true))
  it.each(['', '=', 'A', 'AAAAA', 'A A=', 'AA=A', 'AA===', 'a-b_', 'é'])('does not believe %j', (text) =>
    expect(isBase64(text)).toBe(false),
  )
})

describe('inlineMediaType', () => {
  it.each([
    ['data:image/png;base64,AAAA', 'image/png'],
    ['DATA:Image/SVG+xml;charset=utf-8;base64,AAAA', 'image/svg+xml'],
    ['data:;base64,AAAA', ''],
    ['data:image/png,hello', null],
    ['data:image/png;base64,', null],
    ['data:image/png;base64,not base64', null],
    ['https://x', null],
  ])('of %s is %j', (url, type) => expect(inlineMediaType(url)).toBe(type))
})
