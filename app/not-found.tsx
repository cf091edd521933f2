import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Brand } from '#ui/brand'
import { Button } from '#ui/button'
import { SupportLine } from '#ui/support-line'

export default async function NotFound() {
  const t = await getTranslations('notFound')
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[480px] flex-col justify-center gap-4 px-4 pb-[12vh]">
      <Brand className="mb-4" />
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      <p className="text-muted-foreground">{t('text')}</p>
      <div>
        <Button asChild>
          <Link href="/start">{t('act')}</Link>
        </Button>
      </div>
      <SupportLine className="text-sm text-muted-foreground" />
    </main>
  )
}
