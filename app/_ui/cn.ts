/** Class names that apply, joined. Variants are props, so no class has to override another. */
export function cn(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ')
}
