/**
 * For how many seconds a reply's `cache-control` lets it be kept, and whether for one viewer alone; undefined where it does not say. What is not understood is not
 * there (RFC 9111, 5.2.3).
 */
export function replyAge(header: string | undefined): { readonly maxAge: number | undefined; readonly isPrivate: boolean } {
  const directives = new Map(
    (header ?? '').split(',').map((part) => {
      const [name = '', value = ''] = part.trim().split('=')
      return [name.toLowerCase(), value.replaceAll('"', '')] as const
    }),
  )
  if (directives.has('no-store') || directives.has('no-cache')) return { maxAge: 0, isPrivate: true }
  const given = directives.get('s-maxage') ?? directives.get('max-age')
  const seconds = given === undefined || !/^\d+$/.test(given) ? undefined : Number(given)
  return { maxAge: seconds, isPrivate: directives.has('private') }
}
