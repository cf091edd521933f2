/** A line of the rail; an icon alone where the rail is narrow. */
export const railLinkClass =
  'flex h-8 items-center gap-2.5 rounded px-2.5 font-medium transition-colors [&_svg]:size-4 [&_svg]:shrink-0 narrow:justify-center narrow:px-0'
export const restingClass = 'text-muted-foreground hover:bg-hover hover:text-foreground'
