const gapPx = 4
const edgePx = 8

interface Place {
  align?: 'start' | 'center' | 'end'
  side?: 'bottom' | 'top' | 'right'
}

/** Puts a layer of the top layer at an anchor, inside the window, and to the other side where there is no room. */
export function placeAt(layer: HTMLElement, anchor: HTMLElement, { align = 'start', side = 'bottom' }: Place): void {
  const at = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = layer
  const room = { width: document.documentElement.clientWidth, height: window.innerHeight }
  const aligned = align === 'start' ? at.left : align === 'end' ? at.right - width : at.left + (at.width - width) / 2
  const below = at.bottom + gapPx
  const above = at.top - gapPx - height
  const fits = side === 'top' ? above >= edgePx : below + height <= room.height - edgePx || above < edgePx
  const vertical = (side === 'top') === fits ? above : below
  const left = side === 'right' ? at.right + gapPx : aligned
  const top = side === 'right' ? at.top + (at.height - height) / 2 : vertical
  layer.style.left = `${clamp(left, edgePx, room.width - width - edgePx) + window.scrollX}px`
  layer.style.top = `${Math.max(edgePx, top) + window.scrollY}px`
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}
