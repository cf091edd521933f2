/** A model as the picker shows it; prices are text, as they are only read. */
export interface PlaygroundModel {
  name: string
  title: string
  vendor: string
  maxOutputTokens: number | null
  reasoning: boolean
  input: string
  output: string
}
