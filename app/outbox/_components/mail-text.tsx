/** A mail's text with its web addresses as links; plain ones, since fetching one ahead would use it up. */
export function MailText({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/\S+)/)
  return (
    <p className="px-5 py-4 leading-relaxed break-words whitespace-pre-line max-md:px-4">
      {parts.map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          // The order of a mail's parts never changes.
          // oxlint-disable-next-line react/no-array-index-key
          <a key={index} href={part} className="break-all text-primary-text underline underline-offset-4">
            {part}
          </a>
        ),
      )}
    </p>
  )
}
