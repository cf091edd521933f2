import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'
import { Card, CardHead } from '#ui/card'
import { ClientMessages } from '#ui/client-messages'
import { ClientSnippets } from '../../../_snippets/client-snippets'
import { AwaitFirstRequest } from './await-first-request'
import { CopyBaseUrl } from './copy-base-url'
import { Step } from './step'

interface FirstStepsCardProps {
  team: string
  baseUrl: string
  model: string
  hasKey: boolean
  mayCreate: boolean
}

/** From nothing to the first request in three steps; once that request has arrived, the card does not come back. */
export function FirstStepsCard({ team, baseUrl, model, hasKey, mayCreate }: FirstStepsCardProps) {
  const t = useTranslations('firstSteps')
  return (
    <Card id="first-steps">
      <CardHead id="first-steps" title={t('title')} text={t('text')} />
      <ClientMessages of={['firstSteps', 'snippets', 'connect']}>
        <ol className="divide-y">
          <Step done={hasKey} title={t('keyTitle')} text={t(hasKey ? 'keyDone' : mayCreate ? 'keyText' : 'keyAsk')}>
            {hasKey || !mayCreate ? null : (
              <Button asChild>
                <Link href={`/${team}/keys?create=1`}>{t('createKey')}</Link>
              </Button>
            )}
          </Step>
          <CopyBaseUrl baseUrl={baseUrl} />
          <Step done={false} title={t('requestTitle')} text={t('requestText')}>
            <ClientSnippets place={{ baseUrl, model }} />
            <AwaitFirstRequest />
          </Step>
        </ol>
      </ClientMessages>
    </Card>
  )
}
