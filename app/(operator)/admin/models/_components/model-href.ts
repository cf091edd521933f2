/** A model's page; a slash in its name stays one. */
export function modelHref(name: string): string {
  return `/admin/models/${name.split('/').map(encodeURIComponent).join('/')}`
}
