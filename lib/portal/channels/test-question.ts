/** What a test asks a model: short, and the same for every vendor. */
export const testQuestion = 'Answer with the single word: ok'
