/** The mails of the embedded sign-in server; a hosted one has them as templates (docs/deploy.md). */
export type MailKind = 'signup' | 'recovery' | 'emailChangeOld' | 'emailChangeNew'

interface Words {
  subject: string
  text: string
  act: string
  end: string
}

const en: Record<MailKind, Words> = {
  signup: {
    subject: 'Confirm your email address',
    text: 'You signed up to Tollgate with this address. Open the link to finish.',
    act: 'Confirm address',
    end: 'The link works once, within an hour. If you did not sign up, ignore this mail.',
  },
  recovery: {
    subject: 'Reset your password',
    text: 'Somebody, most likely you, asked to set a new password for your Tollgate account.',
    act: 'Set a new password',
    end: 'The link works once, within an hour. If you did not ask for it, ignore this mail: your password stays as it is.',
  },
  emailChangeOld: {
    subject: 'Your email address is about to change',
    text: 'Your Tollgate account is to move from this address to {newEmail}. Both addresses have to agree.',
    act: 'Agree to the change',
    end: 'The link works once, within an hour. If this was not you, do not open it, and change your password.',
  },
  emailChangeNew: {
    subject: 'Confirm your new email address',
    text: 'Your Tollgate account is to move from {email} to this address. Both addresses have to agree.',
    act: 'Confirm address',
    end: 'The link works once, within an hour. If you know nothing of it, ignore this mail.',
  },
}

const zh: Record<MailKind, Words> = {
  signup: {
    subject: '确认邮箱',
    text: '你用这个邮箱注册了 Tollgate，打开链接即可完成注册。',
    act: '确认邮箱',
    end: '链接一小时内有效，只能使用一次。如果不是你注册的，请忽略这封邮件。',
  },
  recovery: {
    subject: '重设密码',
    text: '有人（很可能是你）要为你的 Tollgate 账户设置新密码。',
    act: '设置新密码',
    end: '链接一小时内有效，只能使用一次。如果不是你本人操作，请忽略这封邮件，密码不会改变。',
  },
  emailChangeOld: {
    subject: '你的邮箱即将更换',
    text: '你的 Tollgate 账户将从这个邮箱换到 {newEmail}，需要两个邮箱都确认。',
    act: '同意更换',
    end: '链接一小时内有效，只能使用一次。如果不是你本人操作，请不要打开，并立即修改密码。',
  },
  emailChangeNew: {
    subject: '确认新邮箱',
    text: '你的 Tollgate 账户将从 {email} 换到这个邮箱，需要两个邮箱都确认。',
    act: '确认邮箱',
    end: '链接一小时内有效，只能使用一次。如果你不知情，请忽略这封邮件。',
  },
}

/** The words of one mail in the reader's language, English where it is not known. */
export function mailWords(kind: MailKind, locale: string | null | undefined): Words {
  return (locale === 'zh' ? zh : en)[kind]
}
