interface Terms {
  amount: string
  mode: string
}

/** Whether a budget with these terms, as typed, refuses whatever it is asked for. */
export function stopsAll({ amount, mode }: Terms): boolean {
  return mode === 'hard' && /^\$?(?=.*0)[0,]*(\.0*)?$/.test(amount.trim())
}

/** The terms in a form of one budget. */
export function termsIn(form: FormData): Terms {
  const read = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
  return { amount: read('amount'), mode: read('mode') }
}
