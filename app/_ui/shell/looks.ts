/** A line of the rail; an icon alone where the rail is narrow. */
export const railLinkClass =
  'flex h-8 items-center gap-2.5 rounded px-2.5 font-medium transition-colors [&_svg]:size-4 [&_svg]:shrink-0 narrow:justify-center narrow:px-0'
export const restingClass = 'text-muted-foreground hover:bg-hover hover:text-foreground'

export const paletteLayerClass =
  'fixed inset-x-2 top-2 z-50 flex max-h-[calc(100dvh-16px)] flex-col overflow-hidden rounded border bg-popover shadow-float outline-none ' +
  'animate-float-in md:inset-x-auto md:top-[12vh] md:left-1/2 md:max-h-[70vh] md:w-[560px] md:-translate-x-1/2'
export const paletteInputClass = 'h-12 w-full shrink-0 border-b bg-transparent px-4 text-lg outline-none placeholder:text-muted-foreground'
