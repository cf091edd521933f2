const named = 5

/** A few by name, the rest by number; null where there is none. */
export function nameModels(models: readonly string[], more: (count: number) => string): string | null {
  if (models.length === 0) return null
  const shown = models.slice(0, named).join(', ')
  return models.length > named ? `${shown} ${more(models.length - named)}` : shown
}
