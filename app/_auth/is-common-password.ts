/** What the commonest passwords are made of, without the digits and signs people put behind. */
const commonWords = new Set(
  (
    'a ab abc abcd abcde abcdef abcdefg abcdefgh access admin administrator arsenal asdf asdfasdf asdfgh asdfghj asdfghjk asdfghjkl ' +
    'babygirl baseball basketball batman changeit changeme charlie chelsea chocolate computer default dragon football freedom google ' +
    'guest hello iloveyou internet jennifer killer letmein liverpool login lovely master michael michelle monkey mustang passw ' +
    'passw0rd password passwort pass passphrase p@ssw0rd p@ssword pokemon princess qazwsx qazwsxedc qwer qwert qwerty qwertyu qwertyui ' +
    'qwertyuiop q1w2e3r4t5y6u secret shadow starwars sunshine superman superuser system test tester testtest tollgate trustno user ' +
    'welcome whatever woaini x xx xxx zaq1zaq zxcvbn zxcvbnm 1q2w3e4r 1qaz2wsx 1q2w3e4r5t 1q2w3e 1qazxsw 1qaz@wsx zaq1xsw'
  ).split(' '),
)

/** Whether a password is among the first that anyone guessing would try: a common word, digits alone, or one bit over and over. */
export function isCommonPassword(password: string): boolean {
  const text = password.toLowerCase().trim()
  if (/^\d{1,11}$/.test(text) || /^(.{1,4})\1+$/u.test(text)) return true
  return commonWords.has(text) || commonWords.has(text.replace(/[^a-z]+$/, ''))
}
