import { expect, test } from 'vitest'
import { describeBrowser } from '../../../app/(portal)/account/_components/describe-browser'

const linux = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)'
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'

test.each([
  [`${linux} Chrome/141.0.0.0 Safari/537.36`, 'Chrome, Linux'],
  [`${linux} HeadlessChrome/141.0.0.0 Safari/537.36`, 'Chrome, Linux'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0', 'Edge, Windows'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0', 'Firefox, macOS'],
  [`${iphone} Version/18.0 Mobile/15E148 Safari/604.1`, 'Safari, iOS'],
  [`${iphone} CriOS/141.0.0.0 Mobile/15E148 Safari/604.1`, 'Chrome, iOS'],
  ['curl/8.5.0', null],
  [null, null],
])('%s is %s', (userAgent, described) => {
  expect(describeBrowser(userAgent)).toBe(described)
})
