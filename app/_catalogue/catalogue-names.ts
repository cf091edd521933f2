import { useTranslations } from 'next-intl'

/** Words for capabilities and modalities; one that an operator made up stands as it is. */
export function useCatalogueNames() {
  const t = useTranslations('catalogue')
  return {
    capability: (id: string) => nameIn('capabilityNames', id),
    modality: (id: string) => nameIn('modalityNames', id),
  }

  function nameIn(part: 'capabilityNames' | 'modalityNames', id: string): string {
    const key = `${part}.${id}` as Parameters<typeof t>[0]
    return /^[a-z_]+$/.test(id) && t.has(key) ? t(key) : id
  }
}
